using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Providers;

namespace Sessions.Analyzers.History;

/// <summary>Finds orders by a time alone in queries of LINQ, and in those of vector stores, which are written alike.</summary>
internal static class LinqOrder
{
    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal) { "OrderBy", "OrderByDescending", "Ascending", "Descending" };

    private static readonly HashSet<string> Orders = new([.. Methods, "ThenBy", "ThenByDescending"], StringComparer.Ordinal);

    public static bool MayBeIn(ProviderCode provider) => Methods.Any(provider.Mentions) || provider.HasOrderedQuery;

    /// <summary>The time that the call orders by; <see langword="null"/> where it orders by anything else, or not by it alone.</summary>
    public static IMemberReferenceOperation? FindTime(IInvocationOperation call) =>
        Methods.Contains(call.TargetMethod.Name) && !IsOrder(Receiver(call)) && !IsOrder(Next(call)) && !KeepsOrderOfList(call)
            ? call.Arguments.Select(static argument => Selected(argument.Value)).OfType<IMemberReferenceOperation>().FirstOrDefault(IsTime)
            : null;

    private static bool IsTime(IMemberReferenceOperation member) => MessageTimes.IsTime(member.Type) && MessageTimes.IsOfMessage(member.Member.Name);

    /// <summary>What a function of one expression returns.</summary>
    private static IOperation? Selected(IOperation argument) =>
        argument.DescendantsAndSelf().OfType<IAnonymousFunctionOperation>().FirstOrDefault() is { Body.Operations: { Length: 1 } body } && body[0] is IReturnOperation { ReturnedValue: var value }
            ? value.WithoutConversions()
            : null;

    private static bool IsOrder(IOperation? operation) => operation.WithoutConversions() is IInvocationOperation call && Orders.Contains(call.TargetMethod.Name);

    private static IOperation? Receiver(IInvocationOperation call) => (call.Instance ?? call.Arguments.FirstOrDefault()?.Value).WithoutConversions();

    /// <summary>The call on what the call returns.</summary>
    private static IOperation? Next(IInvocationOperation call)
    {
        var outer = call.Parent;
        while (outer is IArgumentOperation or IConversionOperation)
        {
            outer = outer.Parent;
        }

        return outer;
    }

    /// <summary>What has one time, and is sorted in memory, stays in the order of the list. What was just read may come in any order.</summary>
    private static bool KeepsOrderOfList(IInvocationOperation call) =>
        call.TargetMethod is { Name: "OrderBy", ContainingType.Name: "Enumerable" }
        && Receiver(call) is { } list
        && !IsAwaited(list)
        && list.Type is IArrayTypeSymbol or { Name: "List" or "IList" or "IReadOnlyList" or "ImmutableArray" or "ImmutableList" };

    private static bool IsAwaited(IOperation list) => list is IAwaitOperation
        || (list is ILocalReferenceOperation { Local: var local } && list.Root().Descendants().OfType<IVariableDeclaratorOperation>().Any(declarator =>
            SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) && declarator.GetVariableInitializer()?.Value.WithoutConversions() is IAwaitOperation));
}
