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
        var rules = Array.FindAll(_rules, rule => IsOn(rule, context.Compilation.Options));
        if (rules.Length > 0 && AgentSymbols.Find(context.Compilation) is { } agents)
        {
            var ownership = new OwnershipOfTypes(agents);
            context.RegisterOperationBlockStartAction(member =>
            {
                if (AgentText.IsIn(member.OperationBlocks[0].Syntax.SyntaxTree))
                {
                    Register(member, rules, agents, ownership);
                }
            });
        }
    }

    /// <summary>Whether the project wants to hear of the rule. One that is turned off costs nothing.</summary>
    private static bool IsOn(UsageRule rule, CompilationOptions options) =>
        !options.SpecificDiagnosticOptions.TryGetValue(rule.Descriptor.Id, out var severity) || severity != ReportDiagnostic.Suppress;

    private static void Register(OperationBlockStartAnalysisContext context, UsageRule[] rules, AgentSymbols agents, OwnershipOfTypes ownership)
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
            foreach (var rule in rules.Where(rule => (rule.Interest & roles) != AgentMethodRoles.None))
            {
                rule.Analyze(new UsageContext(body, agents, ownership, calls));
            }
        }
    }
}
