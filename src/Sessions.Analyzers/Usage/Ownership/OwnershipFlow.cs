using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slot = Sessions.Analyzers.Usage.Ownership.OwnerState.Slot;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>
/// Follows owners along the flow graph of one function, and of the functions in it, until nothing more can be learnt. Then
/// shows each invocation together with what is known where it stands.
/// </summary>
internal sealed class OwnershipFlow(OwnerEvaluator evaluator, TrackedLocals locals, Action<IInvocationOperation, OwnerState> visit)
{
    /// <summary>Follows a function, and then the functions in it.</summary>
    /// <param name="graph">The function.</param>
    /// <param name="captured">What is known of the locals of the functions round it.</param>
    public void Run(ControlFlowGraph graph, OwnerState captured)
    {
        var transfer = new OwnershipTransfer(graph, evaluator, locals);
        var inner = captured;
        var functions = graph.LocalFunctions.Select(function => graph.GetLocalFunctionControlFlowGraph(function)).ToList();
        foreach (var entry in Solve(graph, captured, transfer))
        {
            transfer.Apply(entry.Key, entry.Value, Visit);
        }

        foreach (var function in functions)
        {
            Run(function, inner);
        }

        void Visit(IOperation operation, OwnerState state)
        {
            switch (operation)
            {
                case IInvocationOperation invocation:
                    visit(invocation, state);
                    break;
                case IFlowAnonymousFunctionOperation lambda:
                    functions.Add(graph.GetAnonymousFunctionControlFlowGraph(lambda));
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment when locals.IsWrittenOnce(local):
                    inner = inner.With(new Slot(local), evaluator.Evaluate(assignment.Value, state));
                    break;
            }
        }
    }

    private Dictionary<BasicBlock, OwnerState> Solve(ControlFlowGraph graph, OwnerState captured, OwnershipTransfer transfer)
    {
        var entries = new Dictionary<BasicBlock, OwnerState>();
        var pending = new Queue<BasicBlock>();
        Enter(graph.Blocks[0], captured);
        foreach (var handler in Handlers(graph.Root))
        {
            Enter(graph.Blocks[handler.FirstBlockOrdinal], HandlerState(captured));
        }

        while (pending.Count > 0)
        {
            var block = pending.Dequeue();
            var exit = transfer.Apply(block, entries[block]);
            Enter(block.FallThroughSuccessor?.Destination, exit);
            Enter(block.ConditionalSuccessor?.Destination, exit);
        }

        return entries;

        void Enter(BasicBlock? block, OwnerState state)
        {
            if (block is null)
            {
                return;
            }

            var isNew = !entries.TryGetValue(block, out var known);
            var joined = isNew ? state : known!.Join(state);
            if (isNew || joined != known)
            {
                entries[block] = joined;
                pending.Enqueue(block);
            }
        }
    }

    /// <summary>An exception can come from anywhere: what is assigned more than once is then not known.</summary>
    private OwnerState HandlerState(OwnerState captured) =>
        locals.Reassigned.Aggregate(captured, (state, local) => state.With(new Slot(local), Owner.Unknown));

    private static IEnumerable<ControlFlowRegion> Handlers(ControlFlowRegion region)
    {
        var own = region.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter or ControlFlowRegionKind.Finally;
        return region.NestedRegions.SelectMany(Handlers).Concat(own ? [region] : []);
    }
}
