using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Usage.Naming;
using Sessions.Analyzers.Usage.Ownership;
using Sessions.Analyzers.Usage.Saving;
using Sessions.Analyzers.Usage.Turns;

namespace Sessions.Analyzers.Usage;

/// <summary>Looks at each call once, and shows the members that call agents to the rules that care for what they call.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UsageAnalyzer : SessionsAnalyzer
{
    private readonly UsageRule[] _rules;

    /// <summary>Creates the analyzer of every rule.</summary>
    public UsageAnalyzer()
        : this(
            new SessionOwnershipRule(),
            new SessionNotPassedRule(),
            new ChatLoopRule(),
            new StreamNotEnumeratedRule(),
            new OverlapRule(),
            new QueuedTurnsRule(),
            new OwnSessionRule(),
            new RunDroppedRule(),
            new StreamLeftEarlyRule(),
            new StreamReadTwiceRule(),
            new CancellableSaveRule(),
            new SavedAfterStreamRule(),
            new ServiceSessionIdRule())
    {
    }

    internal UsageAnalyzer(params UsageRule[] rules)
        : base([.. rules.Select(rule => rule.Descriptor)]) => _rules = rules;

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (AgentSymbols.Find(context.Compilation) is { } agents)
        {
            var ownership = new OwnershipOfTypes(agents);
            context.RegisterOperationBlockStartAction(member => Register(member, agents, ownership));
        }
    }

    private void Register(OperationBlockStartAnalysisContext context, AgentSymbols agents, OwnershipOfTypes ownership)
    {
        var calls = new List<IInvocationOperation>();
        var roles = AgentMethodRoles.None;
        context.RegisterOperationAction(Collect, OperationKind.Invocation);
        context.RegisterOperationBlockEndAction(Analyze);

        void Collect(OperationAnalysisContext operation)
        {
            var call = (IInvocationOperation)operation.Operation;
            if (agents.RolesOf(call.TargetMethod) is var own and not AgentMethodRoles.None)
            {
                calls.Add(call);
                roles |= own;
            }
            else if (agents.IsGivenAny(call.TargetMethod))
            {
                roles |= AgentMethodRoles.PassesOn;
            }
        }

        void Analyze(OperationBlockAnalysisContext body)
        {
            foreach (var rule in _rules.Where(rule => (rule.Interest & roles) != AgentMethodRoles.None))
            {
                rule.Analyze(new UsageContext(body, agents, ownership, calls));
            }
        }
    }
}
