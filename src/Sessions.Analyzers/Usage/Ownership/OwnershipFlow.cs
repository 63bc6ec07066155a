using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;
using Slot = Sessions.Analyzers.Usage.Ownership.OwnerState.Slot;

namespace Sessions.Analyzers.Usage.Ownership;

/// <summary>Follows owners through a function, and gathers what it does with agents and sessions.</summary>
/// <param name="graph">The function.</param>
/// <param name="parameters">What it is given.</param>
/// <param name="body">The body that it is in.</param>
internal sealed class OwnershipFlow(ControlFlowGraph graph, IEnumerable<IParameterSymbol> parameters, OwnershipBody body)
    : FlowAnalysis<OwnerState>(graph, parameters.Aggregate(OwnerState.Empty, (state, parameter) => state.With(new Slot(parameter), Owner.Of(new GivenAgent(parameter)))))
{
    private readonly List<SessionUse> _uses = [];
    private readonly List<Owner> _leaving = [];
    private readonly Dictionary<ISymbol, Owner> _writes = new(SymbolEqualityComparer.Default);
    private Owner? _result;
    private FunctionFacts? _facts;

    private OwnerEvaluator Evaluator => body.Evaluator;

    /// <summary>What is known of the function; <see langword="null"/> while it is followed.</summary>
    public FunctionFacts? Facts => _facts ??= IsComplete ? FunctionFacts.Of(_result ?? Owner.Unknown, _uses, _leaving, _writes) : null;

    protected override OwnerState Join(OwnerState known, OwnerState other) => known.Join(other);

    protected override bool Matters(IOperation operation) => operation switch
    {
        IFlowCaptureOperation { Value: var value } => body.Agents.IsFollowed(value.Type) || value is IInvocationOperation { TargetMethod.Name: "GetEnumerator" },
        ISimpleAssignmentOperation { Target: var target } => body.Agents.IsFollowed(target.Type),
        IDeconstructionAssignmentOperation or IIsPatternOperation or IMethodReferenceOperation => true,
        IInvocationOperation call => body.Agents.RolesOf(call.TargetMethod) != AgentMethodRoles.None || body.FactsOf(call) is { Uses.Count: > 0 } || Leaving(call).Any(),
        _ => Leaving(operation).Any(),
    };

    protected override OwnerState Transfer(IOperation operation, OwnerState state) =>
        Leaving(operation).Aggregate(Assign(operation, state), (after, session) => Evaluator.Forget(session, after));

    /// <summary>What gives a session to other code can throw when the other code has it.</summary>
    protected override OwnerState Thrown(IOperation operation, OwnerState state) =>
        operation is IInvocationOperation || Leaving(operation).Any() ? state.Join(Transfer(operation, state)) : state;

    /// <summary>The sessions that go to code that is not seen. What a capture of something else than a variable is given, goes there too.</summary>
    private IEnumerable<IOperation> Leaving(IOperation operation) =>
        operation is IAssignmentOperation { Target: IFlowCaptureReferenceOperation target } assignment && body.Agents.IsSessionOrTask(target.Type) && !AssignedVariables(target).Any(IsVariable)
            ? [assignment.Value]
            : body.Escapes.In(operation);

    private OwnerState Assign(IOperation operation, OwnerState state) => operation switch
    {
        IFlowCaptureOperation capture => state.With(new Slot(capture.Id), Evaluator.Evaluate(capture.Value, state)),
        IInvocationOperation invocation => Evaluator.AfterCall(invocation, state),
        _ => Assignments(operation, state).Where(assignment => IsVariable(assignment.Variable)).Aggregate(
            state,
            (current, assignment) => current.With(new Slot(assignment.Variable), assignment.Value)),
    };

    /// <summary>The variables and members that the operation writes, with the owners of what it writes.</summary>
    private IEnumerable<(ISymbol Variable, Owner Value)> Assignments(IOperation operation, OwnerState state) => operation switch
    {
        ISimpleAssignmentOperation assignment => Assignments([assignment.Target], _ => Evaluator.Evaluate(assignment.Value, state)),
        IDeconstructionAssignmentOperation deconstruction => Deconstruct(deconstruction, Evaluator.Evaluate(deconstruction.Value, state)),
        IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: { } declared } } test => [(declared, Evaluator.Evaluate(test.Value, state).WithoutNull())],
        IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: { } declared } } test => [(declared, Evaluator.Evaluate(test.Value, state).WithoutNull())],
        _ => [],
    };

    private IEnumerable<(ISymbol Variable, Owner Value)> Deconstruct(IDeconstructionAssignmentOperation deconstruction, Owner value)
    {
        var targets = Deconstruction.Targets(deconstruction.Target).ToList();
        return Assignments(targets, value.Part);
    }

    private IEnumerable<(ISymbol Variable, Owner Value)> Assignments(IReadOnlyList<IOperation> targets, Func<int, Owner> value) =>
        targets.SelectMany((target, index) => AssignedVariables(target).Select(variable => (variable, body.Kept(target, value(index)))));

    private bool IsVariable(ISymbol variable) => variable is ILocalSymbol or IParameterSymbol && body.Variables.IsTracked(variable);

    protected override FlowAnalysis<OwnerState> Inside(ControlFlowGraph function) => body.FlowOf(function);

    protected override void VisitResult(IOperation value, OwnerState state)
    {
        var owner = Evaluator.Evaluate(value, state);
        _result = _result?.Or(owner) ?? owner;
        if (body.IsOpenToOthers)
        {
            _leaving.AddRange(body.Escapes.InResult(value).Select(session => Evaluator.Evaluate(session, state)));
        }
    }

    protected override void Visit(IOperation operation, OwnerState state)
    {
        _leaving.AddRange(LeavingType(operation).Select(session => Evaluator.Evaluate(session, state)));
        foreach (var (variable, value) in Assignments(operation, state))
        {
            Note(variable, value);
        }

        if (operation is IInvocationOperation call)
        {
            _uses.AddRange(SessionUses.Of(call, state, body));
        }
        else if (operation is IMethodReferenceOperation { Method: var function } && body.FactsOf(function) is { } facts)
        {
            // Whoever has the function can call it.
            _leaving.Add(facts.Result);
        }
    }

    /// <summary>The sessions that are handed over, or go to code outside of the type. What is put into a member of it is seen by whoever takes it from there.</summary>
    private IEnumerable<IOperation> LeavingType(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment when AssignedVariables(assignment.Target).ToList() is { Count: > 0 } targets && targets.TrueForAll(body.IsGiven) => [],
        IInvocationOperation call when body.Agents.RolesOf(call.TargetMethod).HasFlag(AgentMethodRoles.HandsOff) && body.Agents.SessionArgument(call) is { Value: var session } => [session],
        _ => Leaving(operation),
    };

    private void Note(ISymbol variable, Owner value)
    {
        if (variable is ILocalSymbol or IParameterSymbol)
        {
            body.NoteCaptured(variable, value);
        }
        else
        {
            _writes[variable.OriginalDefinition] = _writes.TryGetValue(variable.OriginalDefinition, out var known) ? known.Or(value) : value;
        }
    }
}
