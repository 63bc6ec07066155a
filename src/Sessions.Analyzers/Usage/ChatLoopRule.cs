using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;

namespace Sessions.Analyzers.Usage;

/// <summary>Reports runs on what the user says in a loop, which have no session, or a new one in each round.</summary>
internal sealed class ChatLoopRule() : UsageRule(Descriptors.ConversationForgotten, AgentMethodRoles.Runs)
{
    public override void Analyze(UsageContext context)
    {
        foreach (var run in context.Calls(Interest))
        {
            if (UserInput.LoopOver(run) is not { } loop || EndsAfter(run) || !run.NamesNoConversation())
            {
                continue;
            }

            if (run.HasNoSession(context.Agents))
            {
                context.Report(Diagnostic.Create(Descriptor, run.NameLocation(), "has no session"));
            }
            else if (NewSession(run, loop, context.Agents) is { } session)
            {
                context.Report(Diagnostic.Create(Descriptor, ((VariableDeclaratorSyntax)session.Syntax).Identifier.GetLocation(), "has a new session"));
            }
        }
    }

    /// <summary>The local of the loop that holds a session which is made for this run alone.</summary>
    private static IVariableDeclaratorOperation? NewSession(IInvocationOperation run, ILoopOperation loop, AgentSymbols agents) =>
        agents.SessionArgument(run)?.Value.WithoutConversions() is ILocalReferenceOperation { Local: var session }
        && session.IsDeclaredIn(loop.Body.Syntax)
        && session.ReferencesIn(run.Root()).Take(2).Count() == 1
            ? loop.Body.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator =>
                SymbolEqualityComparer.Default.Equals(declarator.Symbol, session) && declarator.Initializer is { } initializer && IsAlwaysNew(initializer.Value, agents))
            : null;

    /// <summary>Whether the value is made by an agent that is not told which session is meant.</summary>
    private static bool IsAlwaysNew(IOperation value, AgentSymbols agents) =>
        AwaitedResult.Origin(value) is IInvocationOperation call
        && agents.RolesOf(call.TargetMethod).HasFlag(AgentMethodRoles.OpensSession)
        && call.Arguments.All(static argument => argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter?.Type.Name == nameof(CancellationToken));

    /// <summary>Whether the loop ends after the run in any case, and was there for the input alone.</summary>
    private static bool EndsAfter(IOperation run)
    {
        var statement = run.Syntax.FirstAncestorOrSelf<StatementSyntax>(static statement => statement.Parent is BlockSyntax);
        return statement?.Parent is BlockSyntax block && block.Statements.Last() is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax;
    }
}
