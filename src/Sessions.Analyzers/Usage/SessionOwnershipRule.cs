using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Usage.Ownership;

namespace Sessions.Analyzers.Usage;

/// <summary>Reports a session, or a serialized one, that is used with an agent which visibly did not create it.</summary>
internal sealed class SessionOwnershipRule() : UsageRule(Descriptors.SessionOfAnotherAgent, AgentMethodRoles.TakesSession | AgentMethodRoles.Deserializes)
{
    public override void Analyze(UsageContext context)
    {
        foreach (var body in context.Bodies)
        {
            Analyze(context, body);
        }
    }

    /// <summary>A flow graph is costly, so it is made only where there are two agents that a session can be taken between.</summary>
    private void Analyze(UsageContext context, IOperation body)
    {
        var agents = context.Agents;
        var creations = AgentCreations.In(body, agents);
        if (creations.Count < 2)
        {
            return;
        }

        var evaluator = new OwnerEvaluator(agents, creations);
        var escapes = new SessionEscapes(agents);
        new OwnershipFlow(context.GetControlFlowGraph(body), OwnerState.Empty, evaluator, new TrackedLocals(body, agents, escapes), escapes, Check).Run();

        void Check(IInvocationOperation call, OwnerState state)
        {
            if (SubjectOf(call, agents) is not { } subject)
            {
                return;
            }

            var owner = evaluator.Evaluate(subject.Value, state);
            var user = evaluator.Evaluate(call.Instance, state);
            if (owner.MustDifferFrom(user))
            {
                context.Report(Diagnostic.Create(Descriptor, subject.Value.Syntax.GetLocation(), Describe(subject, agents), owner.Display, user.Display));
            }
        }
    }

    private static string Describe(IArgumentOperation subject, AgentSymbols agents)
    {
        var kind = agents.IsSession(subject.Parameter?.Type) ? "session" : "serialized session";
        return subject.Value.Syntax is IdentifierNameSyntax name ? $"The {kind} '{name.Identifier.ValueText}'" : $"This {kind}";
    }

    /// <summary>The session, or serialized session, that the agent is given.</summary>
    private static IArgumentOperation? SubjectOf(IInvocationOperation call, AgentSymbols agents) => agents.RolesOf(call.TargetMethod) switch
    {
        var roles when roles.HasFlag(AgentMethodRoles.TakesSession) => agents.SessionArgument(call),
        var roles when roles.HasFlag(AgentMethodRoles.Deserializes) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0),
        _ => null,
    };
}
