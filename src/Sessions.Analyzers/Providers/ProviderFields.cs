using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Providers;

/// <summary>How a provider uses its instance fields and automatic properties.</summary>
internal static class ProviderFields
{
    private static readonly HashSet<string> Adding = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "AddFirst", "AddLast", "Insert", "InsertRange", "Enqueue", "Push", "PushRange", "Append", "AppendLine",
    };

    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal)
    {
        "List", "IList", "ICollection", "Collection", "LinkedList", "Queue", "Stack", "ConcurrentQueue", "ConcurrentStack", "ConcurrentBag", "StringBuilder",
    };

    private static readonly HashSet<string> Tending = new(StringComparer.Ordinal)
    {
        "Count", "Length", "IsEmpty", "Capacity", "Contains", "Clear", "Remove", "RemoveAt", "RemoveRange", "RemoveAll", "TrimExcess", "EnsureCapacity",
    };

    /// <summary>The provider's own field or property that the operation names.</summary>
    public static ISymbol? Of(IOperation? operation) => operation.WithoutConversions() switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } => field,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: { IsIndexer: false } property } when IsAutomatic(property) => property,
        _ => null,
    };

    /// <summary>The value that takes the place of what the field held. A table has a place for each key, unless the key is always the same.</summary>
    public static IOperation? PutBy(IOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation assignment when assignment.Target == reference => IsTable(reference.Type) ? null : assignment.Value,
        ICoalesceAssignmentOperation assignment when assignment.Target == reference => IsTable(reference.Type) ? null : assignment.Value,
        ICompoundAssignmentOperation assignment when assignment.Target == reference => assignment.Value,
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: var key, Parent: ISimpleAssignmentOperation assignment } element
            when assignment.Target == element && key.All(static argument => argument.Value.ConstantValue.HasValue) => assignment.Value,
        _ => null,
    };

    /// <summary>The values that are added to a list in the field.</summary>
    public static IEnumerable<IOperation> AddedBy(IOperation reference) =>
        reference.Parent is IInvocationOperation call && call.Instance == reference && IsAdding(call) ? call.Arguments.Select(static argument => argument.Value) : [];

    /// <summary>Whether the reference takes out what the field holds, and does not only look whether it is there or tend it.</summary>
    public static bool IsRead(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target != reference,
        IInvocationOperation call when call.Instance == reference => !IsAdding(call) && !Tending.Contains(call.TargetMethod.Name),
        IPropertyReferenceOperation { Property: { IsIndexer: true }, Parent: IAssignmentOperation assignment } element => assignment.Target != element,
        IPropertyReferenceOperation property when property.Instance == reference => !Tending.Contains(property.Property.Name),
        IIsPatternOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } or ILockOperation or INameOfOperation => false,
        IConversionOperation conversion => IsRead(conversion),
        _ => true,
    };

    private static bool IsAdding(IInvocationOperation call) => Adding.Contains(call.TargetMethod.Name) && Lists.Contains(call.Instance!.Type?.Name ?? "");

    private static bool IsTable(ITypeSymbol? type) =>
        type is { Name: var name } && (name.EndsWith("Dictionary", StringComparison.Ordinal) || name.EndsWith("Table", StringComparison.Ordinal) || name.EndsWith("Set", StringComparison.Ordinal));

    private static bool IsAutomatic(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
