using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Flow;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// Sees through a loop that gives one session to each agent of a list that is written out. Which of them a round has is not known, but
/// each of them has one.
/// </summary>
internal static class AgentsInTurn
{
    /// <summary>Those of the agents that the session certainly is not of; <see langword="null"/> where there are none, or the loop may leave one out.</summary>
    public static Owner? Strangers(IInvocationOperation call, IOperation session, OwnerState state, OwnershipBody body)
    {
        if (call.Instance.WithoutConversions() is not ILocalReferenceOperation { Local: var agent }
            || LoopOf(agent) is not { } loop
            || !RunsThrough(loop)
            || IsRepeated(call.Syntax, loop)
            || session.Variable() is not { } held
            || held.IsDeclaredIn(loop)
            || body.ElementsOf(loop) is not { Count: > 1 } elements)
        {
            return null;
        }

        var owner = body.Evaluator.Evaluate(session, state);
        return elements.Select(element => body.Evaluator.Evaluate(element, state)).Where(element => element.MustDifferFrom(owner)).DefaultIfEmpty().Aggregate((known, other) => known!.Or(other!));
    }

    private static ForEachStatementSyntax? LoopOf(ILocalSymbol agent) =>
        agent.DeclaringSyntaxReferences is { Length: 1 } declaration ? declaration[0].GetSyntax() as ForEachStatementSyntax : null;

    /// <summary>Whether every round does the same: nothing in the loop depends on anything, and nothing leaves it.</summary>
    private static bool RunsThrough(ForEachStatementSyntax loop) => !loop.Statement.DescendantNodes().Any(static node => node
        is IfStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax or TryStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax
        or BreakStatementSyntax or ContinueStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or GotoStatementSyntax or YieldStatementSyntax);

    /// <summary>Whether another loop in this one has the call, and may never come to it.</summary>
    private static bool IsRepeated(SyntaxNode call, ForEachStatementSyntax loop) => call.Ancestors().TakeWhile(node => node != loop).Any(node => node switch
    {
        CommonForEachStatementSyntax inner => inner.Statement.Span.Contains(call.Span),
        WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax => true,
        _ => false,
    });
}
