using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Flow;
using Slot = Sessions.Analyzers.Usage.Ownership.OwnerState.Slot;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Follows owners through a function, and shows each call together with what is known where it stands.</summary>
/// <param name="graph">The function.</param>
/// <param name="captured">What is known of the locals of the functions round it.</param>
/// <param name="evaluator">Tells the owner of a value.</param>
/// <param name="locals">The locals whose every write is seen.</param>
/// <param name="escapes">Tells which sessions go to code that is not seen.</param>
/// <param name="visit">Is shown each call.</param>
internal sealed class OwnershipFlow(
    ControlFlowGraph graph,
    OwnerState captured,
    OwnerEvaluator evaluator,
    TrackedLocals locals,
    SessionEscapes escapes,
    Action<IInvocationOperation, OwnerState> visit)
    : FlowAnalysis<OwnerState>(graph, captured)
{
    // An exception can come from anywhere: what is assigned more than once is then not known.
    private readonly OwnerState _handlerEntry = locals.Reassigned.Aggregate(captured, (state, local) => state.With(new Slot(local), Owner.Unknown));

    private OwnerState _capturedInside = captured;

    protected override OwnerState Join(OwnerState known, OwnerState other) => known.Join(other);

    protected override OwnerState Transfer(IOperation operation, OwnerState state) =>
        Leaving(operation).Aggregate(Assign(operation, state), (after, session) => evaluator.Forget(session, locals.Sessions, after));

    /// <summary>The sessions that go to code that is not seen. What a capture of something else than a local is given, goes there too.</summary>
    private IEnumerable<IOperation> Leaving(IOperation operation) =>
        operation is IAssignmentOperation { Target: IFlowCaptureReferenceOperation target } assignment && escapes.IsSessionOrTask(target.Type) && !AssignedLocals(target).Any()
            ? [assignment.Value]
            : escapes.In(operation);

    private OwnerState Assign(IOperation operation, OwnerState state) => operation switch
    {
        IFlowCaptureOperation capture => state.With(new Slot(capture.Id), evaluator.Evaluate(capture.Value, state)),
        ISimpleAssignmentOperation assignment => AssignedLocals(assignment.Target)
            .Where(locals.IsTracked)
            .Aggregate(state, (current, local) => current.With(new Slot(local), evaluator.Evaluate(assignment.Value, state))),
        IInvocationOperation invocation => evaluator.AfterCall(invocation, locals.Sessions, state),
        _ => state,
    };

    protected override OwnerState EnterHandler(OwnerState state) => _handlerEntry;

    protected override FlowAnalysis<OwnerState> Inside(ControlFlowGraph function) =>
        new OwnershipFlow(function, _capturedInside, evaluator, locals, escapes, visit);

    protected override void Visit(IOperation operation, OwnerState state)
    {
        switch (operation)
        {
            case IInvocationOperation invocation:
                visit(invocation, state);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment when locals.IsWrittenOnce(local):
                _capturedInside = _capturedInside.With(new Slot(local), evaluator.Evaluate(assignment.Value, state));
                break;
        }
    }
}
