using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Slot = Sessions.Analyzers.Usage.Ownership.OwnerState.Slot;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Tells what a block of a flow graph does to the owners that are known before it.</summary>
internal sealed class OwnershipTransfer(ControlFlowGraph graph, OwnerEvaluator evaluator, TrackedLocals locals)
{
    // The target of an assignment can be captured before its value is computed.
    private readonly ILookup<CaptureId, ILocalSymbol> _capturedLocals = graph.Blocks
        .SelectMany(block => block.Operations)
        .OfType<IFlowCaptureOperation>()
        .Where(capture => capture.Value is ILocalReferenceOperation)
        .ToLookup(capture => capture.Id, capture => ((ILocalReferenceOperation)capture.Value).Local);

    /// <summary>Follows a block to its end, and tells what is known there.</summary>
    /// <param name="block">The block.</param>
    /// <param name="entry">What is known before it.</param>
    /// <param name="visit">Is shown each operation, after those it is made of, with what is known at that point.</param>
    public OwnerState Apply(BasicBlock block, OwnerState entry, Action<IOperation, OwnerState>? visit = null)
    {
        var state = entry;
        foreach (var statement in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
        {
            foreach (var operation in InEvaluationOrder(statement))
            {
                visit?.Invoke(operation, state);
                state = Apply(operation, state);
            }
        }

        return state;
    }

    private OwnerState Apply(IOperation operation, OwnerState state) => operation switch
    {
        IFlowCaptureOperation capture => state.With(new Slot(capture.Id), evaluator.Evaluate(capture.Value, state)),
        ISimpleAssignmentOperation assignment => Targets(assignment.Target)
            .Where(locals.IsTracked)
            .Aggregate(state, (current, local) => current.With(new Slot(local), evaluator.Evaluate(assignment.Value, state))),
        IInvocationOperation invocation => evaluator.AfterCall(invocation, locals.Sessions, state),
        _ => state,
    };

    private IEnumerable<ILocalSymbol> Targets(IOperation target) => target switch
    {
        ILocalReferenceOperation reference => [reference.Local],
        IFlowCaptureReferenceOperation reference => _capturedLocals[reference.Id],
        _ => [],
    };

    /// <summary>Children before parents, left before right; without recursion, for an expression can be very deep.</summary>
    private static Stack<IOperation> InEvaluationOrder(IOperation root)
    {
        var ordered = new Stack<IOperation>();
        var pending = new Stack<IOperation>([root]);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            ordered.Push(operation);
            foreach (var child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }

        return ordered;
    }
}
