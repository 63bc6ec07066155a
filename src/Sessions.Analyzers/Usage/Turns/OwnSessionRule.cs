using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Reports a run, in a tool or a provider, of the session whose turn the tool or provider is part of.</summary>
internal sealed class OwnSessionRule() : UsageRule(Descriptors.TurnRunsItsOwnSession, AgentMethodRoles.RunsTurn)
{
    private static readonly HashSet<string> Turns = new(StringComparer.Ordinal)
    {
        "Sessions.Agents.TurnContext",
        "Microsoft.Agents.AI.AgentRunContext",
        "Microsoft.Agents.AI.AIContextProvider.InvokingContext",
        "Microsoft.Agents.AI.ChatHistoryProvider.InvokingContext",
        "Microsoft.Agents.AI.MessageAIContextProvider.InvokingContext",
    };

    public override void Analyze(UsageContext context)
    {
        foreach (var call in context.Calls(Interest))
        {
            if (context.Agents.SessionArgument(call) is { ArgumentKind: ArgumentKind.Explicit, Value: var session } && IsOfTurn(session))
            {
                context.Report(Diagnostic.Create(Descriptor, session.Syntax.GetLocation()));
            }
        }
    }

    private static bool IsOfTurn(IOperation session) => session.WithoutConversions() switch
    {
        IPropertyReferenceOperation { Property: { Name: "Session", ContainingType: { } type } } => Turns.Contains(type.ToDisplayString()),
        IConditionalAccessOperation access => IsOfTurn(access.WhenNotNull),
        ILocalReferenceOperation { Local: var local } reference => ValueOf(local, reference) is { } value && IsOfTurn(value),
        _ => false,
    };

    /// <summary>What the local holds all the time: what it is declared with, or what a pattern names by it.</summary>
    private static IOperation? ValueOf(ILocalSymbol local, IOperation reference)
    {
        var root = reference.Root();
        return local.IsAssignedIn(root) ? null : root.Descendants().Select(operation => operation switch
        {
            IVariableDeclaratorOperation declarator when IsSame(declarator.Symbol) => declarator.Initializer?.Value,
            IIsPatternOperation { Pattern: IDeclarationPatternOperation or IRecursivePatternOperation } test when IsSame(DeclaredBy(test.Pattern)) => test.Value,
            IPropertySubpatternOperation { Pattern: IDeclarationPatternOperation or IRecursivePatternOperation } part when IsSame(DeclaredBy(part.Pattern)) => part.Member,
            _ => null,
        }).FirstOrDefault(static value => value is not null);

        bool IsSame(ISymbol? other) => SymbolEqualityComparer.Default.Equals(other, local);
    }

    private static ISymbol? DeclaredBy(IPatternOperation pattern) => (pattern as IDeclarationPatternOperation)?.DeclaredSymbol ?? (pattern as IRecursivePatternOperation)?.DeclaredSymbol;
}
