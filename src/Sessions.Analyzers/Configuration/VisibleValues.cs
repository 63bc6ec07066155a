using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Configuration;

/// <summary>Finds what values are made by, as far as a member shows it.</summary>
internal static class VisibleValues
{
    /// <summary>What makes the value: of a local that is written once, that.</summary>
    public static IOperation Origin(this IOperation value)
    {
        var origin = value.WithoutConversions()!;
        return origin is ILocalReferenceOperation { Local: var local } && local.FindValue(origin.Root()) is { } made ? made.WithoutConversions()! : origin;
    }

    /// <summary>What the local is made with; <see langword="null"/> where it may come to be something else.</summary>
    public static IOperation? FindValue(this ILocalSymbol local, IOperation body) => local.ReferencesIn(body).Any(MayBeReplaced)
        ? null
        : body.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.GetVariableInitializer()?.Value;

    /// <summary>Whether the value is certainly none, or an empty text.</summary>
    public static bool IsNothing(this IOperation value) =>
        value.WithoutConversions() is IDefaultValueOperation { Type.IsReferenceType: true } or { ConstantValue: { HasValue: true, Value: null or "" } };

    private static bool MayBeReplaced(ILocalReferenceOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out,
        ITupleOperation or IAddressOfOperation => true,
        _ => false,
    };
}
