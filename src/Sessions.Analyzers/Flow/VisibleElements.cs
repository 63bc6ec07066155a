using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Flow;

/// <summary>Sees which elements an array has that is made with them, and what takes elements out of a collection.</summary>
internal static class VisibleElements
{
    /// <summary>The elements, if the operation makes an array of them or is a collection expression; else none.</summary>
    public static IEnumerable<IOperation> Of(IOperation operation) => operation switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,

        // The compiler that this is built with has no type for the operation yet. Of what is spread the elements are not seen.
        { Syntax: CollectionExpressionSyntax { Elements: var elements } } and not IConversionOperation =>
            elements.All(element => element is ExpressionElementSyntax) ? operation.ChildOperations.ToList() : Enumerable.Empty<IOperation>(),
        _ => Enumerable.Empty<IOperation>(),
    };

    /// <summary>Whether a variable can hold elements that it need not have been made with.</summary>
    public static bool IsCollection(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or INamedTypeSymbol { TypeArguments.Length: 1, TypeKind: TypeKind.Class or TypeKind.Interface } && !((type as INamedTypeSymbol)?.IsOfTasks() ?? false);

    /// <summary>Whether the reference to a collection only takes elements out of it, or counts them.</summary>
    public static bool IsRead(IOperation reference)
    {
        var value = reference;
        while (value.Parent is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion;
        }

        return value.Parent switch
        {
            IForEachLoopOperation loop => loop.Collection == value,
            IArrayElementReferenceOperation element => element.ArrayReference == value,
            IPropertyReferenceOperation { Property: { IsIndexer: true } or { Name: "Length" or "Count" } } property => property.Instance == value,
            ISimpleAssignmentOperation assignment => assignment.Target == value,
            _ => false,
        };
    }

    /// <summary>What an assignment to the target writes a part of: a collection, or a tuple.</summary>
    public static IOperation? Container(IOperation target) => target switch
    {
        IArrayElementReferenceOperation element => element.ArrayReference,
        IPropertyReferenceOperation { Property.IsIndexer: true } element => element.Instance,
        IFieldReferenceOperation { Field.ContainingType.IsTupleType: true } element => element.Instance,
        _ => null,
    };

    /// <summary>The collection, if the operation takes an element out of it, or is a step of a loop over it.</summary>
    public static IOperation? Source(IOperation operation) => operation switch
    {
        IArrayElementReferenceOperation element => element.ArrayReference,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list } => list,
        IInvocationOperation { TargetMethod: { Name: "GetEnumerator", Parameters.IsEmpty: true }, Instance: { } collection } => collection,
        IPropertyReferenceOperation { Property: { Name: "Current", IsIndexer: false }, Instance: IFlowCaptureReferenceOperation enumerator } => enumerator,
        _ => null,
    };

    /// <summary>The constant index by which the operation takes an element out of a collection.</summary>
    public static int? IndexOf(IOperation operation) => operation switch
    {
        IArrayElementReferenceOperation { Indices: { Length: 1 } indices } => ConstantOf(indices[0]),
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: { Length: 1 } arguments } => ConstantOf(arguments[0].Value),
        _ => null,
    };

    private static int? ConstantOf(IOperation index) => index.ConstantValue is { HasValue: true, Value: int and >= 0 } ? (int)index.ConstantValue.Value! : null;
}
