using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Usage.Ownership;

namespace Sessions.Analyzers.Usage;

/// <summary>A member whose body calls agents.</summary>
internal sealed class UsageContext(
    OperationBlockAnalysisContext context,
    AgentSymbols agents,
    OwnershipOfTypes ownership,
    IReadOnlyList<IInvocationOperation> calls)
{
    public AgentSymbols Agents => agents;

    /// <summary>The body; of a constructor, what it calls first is one too.</summary>
    public ImmutableArray<IOperation> Bodies => context.OperationBlocks;

    /// <summary>What the type of the member does with agents and sessions.</summary>
    public TypeOwnership Ownership => ownership.Of(context.OwningSymbol, context.OperationBlocks[0].Syntax.SyntaxTree);

    public CancellationToken CancellationToken => context.CancellationToken;

    /// <summary>The member's calls of the methods of agents that have any of the roles.</summary>
    public IEnumerable<IInvocationOperation> Calls(AgentMethodRoles roles) => calls.Where(call => (agents.RolesOf(call.TargetMethod) & roles) != AgentMethodRoles.None);

    public ControlFlowGraph GetControlFlowGraph(IOperation body) => context.GetControlFlowGraph(body);

    public void Report(Diagnostic diagnostic) => context.ReportDiagnostic(diagnostic);
}
