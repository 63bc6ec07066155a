using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.History;

/// <summary>Tells which field holds a list: by itself, or in a table.</summary>
internal static class LiveLists
{
    private static readonly HashSet<string> Changing = new(StringComparer.Ordinal)
    {
        "Add", "AddRange", "Insert", "InsertRange", "Remove", "RemoveAt", "RemoveAll", "RemoveRange", "Clear",
    };

    /// <summary>The provider's field that the list is kept in, so that it is no copy; <see langword="null"/> for any other value.</summary>
    public static ISymbol? KeptIn(IOperation list) => list.Type is { Name: "List" or "IList" or "Collection" or "ICollection" or "IReadOnlyList" or "IReadOnlyCollection" or "ReadOnlyCollection" } ? KeptInAny(list) : null;

    /// <summary>Whether the code changes a list that is kept in the field.</summary>
    public static bool Changes(IOperation code, ISymbol field) => code.Descendants().OfType<IInvocationOperation>().Any(call =>
        call.Instance is { } list && Changing.Contains(call.TargetMethod.Name) && SymbolEqualityComparer.Default.Equals(KeptIn(list), field));

    private static ISymbol? KeptInAny(IOperation? value) => value.WithoutConversions() switch
    {
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: var field } => field,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } table } => KeptInAny(table),
        IInvocationOperation { TargetMethod.Name: "GetOrAdd" or "GetOrCreateValue" or "GetValue" or "AsReadOnly", Instance: { } table } => KeptInAny(table),
        IInvocationOperation { TargetMethod: { Name: "GetValueOrDefault", IsExtensionMethod: true }, Arguments: { Length: > 0 } arguments } => KeptInAny(arguments[0].Value),
        ILocalReferenceOperation { Local: var local } reference => KeptInLocal(local, reference.Root()),
        _ => null,
    };

    /// <summary>The field, where the local has its list from the start, or from a look into a table.</summary>
    private static ISymbol? KeptInLocal(ILocalSymbol local, IOperation root)
    {
        var looked = root.Descendants().OfType<IInvocationOperation>().FirstOrDefault(call => call.TargetMethod.Name == "TryGetValue" && call.Arguments.Any(argument => IsOut(argument, local)));
        return looked is not null
            ? KeptInAny(looked.Instance)
            : root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) is { Initializer.Value: { } value }
                && !local.IsAssignedIn(root)
                    ? KeptInAny(value)
                    : null;
    }

    private static bool IsOut(IArgumentOperation argument, ILocalSymbol local) =>
        argument.Parameter?.RefKind == RefKind.Out && argument.Value.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local));
}
