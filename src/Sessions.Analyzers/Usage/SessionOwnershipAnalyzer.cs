using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Usage.Ownership;

namespace Sessions.Analyzers.Usage;

/// <summary>Reports a session, or a serialized one, that is used with an agent which visibly did not create it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionOwnershipAnalyzer : SessionsAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.SessionOfAnotherAgent);

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.Agents is { } agents)
        {
            context.RegisterOperationBlockStartAction(start => AnalyzeWhereUsed(start, agents));
        }
    }

    /// <summary>A flow graph is costly, so it is made only for bodies that use a session at all.</summary>
    private static void AnalyzeWhereUsed(OperationBlockStartAnalysisContext context, AgentTypes agents)
    {
        var isUsed = false;
        context.RegisterOperationAction(
            operation => isUsed |= SubjectOf((IInvocationOperation)operation.Operation, agents) is not null,
            OperationKind.Invocation);
        context.RegisterOperationBlockEndAction(end =>
        {
            if (isUsed)
            {
                foreach (var body in end.OperationBlocks)
                {
                    Analyze(end, body, agents);
                }
            }
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, IOperation body, AgentTypes agents)
    {
        var creations = AgentCreations.In(body, agents);
        if (creations.Count < 2 || body.Descendants().OfType<IInvocationOperation>().Any(call => MayHandOver(call, agents)))
        {
            return;
        }

        var evaluator = new OwnerEvaluator(agents, creations);
        var flow = new OwnershipFlow(evaluator, new TrackedLocals(body, agents), Report);
        flow.Run(context.GetControlFlowGraph(body), OwnerState.Empty);

        void Report(IInvocationOperation invocation, OwnerState state)
        {
            if (SubjectOf(invocation, agents) is not { } subject)
            {
                return;
            }

            var owner = evaluator.Evaluate(subject.Value, state);
            var user = evaluator.Evaluate(invocation.Instance, state);
            if (owner.IsVisiblyOtherThan(user))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.SessionOfAnotherAgent,
                    subject.Value.Syntax.GetLocation(),
                    Describe(subject, agents),
                    owner.Display,
                    user.Display));
            }
        }
    }

    private static string Describe(IArgumentOperation subject, AgentTypes agents)
    {
        var kind = agents.IsSession(subject.Parameter?.Type) ? "session" : "serialized session";
        return subject.Value.Syntax is IdentifierNameSyntax name ? $"The {kind} '{name.Identifier.ValueText}'" : $"This {kind}";
    }

    /// <summary>The session, or serialized session, that the agent is given.</summary>
    private static IArgumentOperation? SubjectOf(IInvocationOperation invocation, AgentTypes agents) => invocation.TargetMethod.Name switch
    {
        AgentMethods.Run or AgentMethods.RunStreaming or AgentMethods.Regenerate or AgentMethods.RegenerateStreaming
            or AgentMethods.ReadTurns or AgentMethods.ReadMessages or AgentMethods.ForkSession or AgentMethods.RewindSession
            or AgentMethods.HandOff or AgentMethods.SaveSession or AgentMethods.SerializeSession
            when agents.IsAgentCall(invocation) => agents.SessionArgument(invocation),
        AgentMethods.DeserializeSession when agents.IsAgentCall(invocation) => invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0),
        _ => null,
    };

    /// <summary>Code that is given a session and an agent, and is not one of the agent's uses, may make the session the agent's.</summary>
    private static bool MayHandOver(IInvocationOperation call, AgentTypes agents)
    {
        var types = call.Arguments.Select(argument => argument.Value.Type).Concat([call.Instance?.Type]).ToList();
        return SubjectOf(call, agents) is null && types.Any(agents.IsSession) && types.Any(agents.IsAgent);
    }
}
