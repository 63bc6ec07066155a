using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Flow;

/// <summary>
/// Follows what a rule knows along every path through one function, until nothing more can be learnt, and through the lambdas and
/// local functions in it. What is known is a state, which is never changed: what an operation does to it makes another.
/// </summary>
/// <typeparam name="TState">What a rule knows at one point of the code. There must be an end to what can be joined into one.</typeparam>
/// <param name="graph">The function.</param>
/// <param name="entry">What is known where it begins.</param>
internal abstract partial class FlowAnalysis<TState>(ControlFlowGraph graph, TState entry)
    where TState : class
{
    /// <summary>A few rounds suffice; whoever nests finally blocks without end gets no answer.</summary>
    private const int MaximalRounds = 100;

    private readonly ControlFlowGraph _graph = graph;
    private readonly TState _entry = entry;
    private readonly IOperation[]?[] _operations = new IOperation[graph.Blocks.Length][];
    private readonly int _maximalSteps = graph.Blocks.Length * MaximalRounds;
    private int _steps;

    // The target of an assignment can be captured before its value is computed.
    private readonly ILookup<CaptureId, ILocalSymbol> _capturedTargets = graph.Blocks
        .SelectMany(block => block.Operations)
        .OfType<IFlowCaptureOperation>()
        .Where(capture => capture.Value is ILocalReferenceOperation)
        .ToLookup(capture => capture.Id, capture => ((ILocalReferenceOperation)capture.Value).Local);

    /// <summary>Follows the function, shows each operation that is reached to <see cref="Visit"/>, and then follows the functions in it.</summary>
    public void Run()
    {
        var worklist = new Worklist(this, _graph.Root);
        worklist.Run(_entry);
        if (_steps > _maximalSteps)
        {
            return;
        }

        var functions = _graph.LocalFunctions.Select(function => _graph.GetLocalFunctionControlFlowGraph(function)).ToList();
        foreach (var reached in worklist.Entries)
        {
            Follow(reached.Key, reached.Value, (operation, state) =>
            {
                Visit(operation, state);
                if (operation is IFlowAnonymousFunctionOperation lambda)
                {
                    functions.Add(_graph.GetAnonymousFunctionControlFlowGraph(lambda));
                }
            });
        }

        foreach (var function in functions)
        {
            Inside(function).Run();
        }
    }

    /// <summary>What is known where two paths meet: <paramref name="known"/> itself where the other adds nothing.</summary>
    protected abstract TState Join(TState known, TState other);

    /// <summary>What is known after an operation. The operations that it is made of come before it.</summary>
    protected abstract TState Transfer(IOperation operation, TState state);

    /// <summary>What is known in a catch, filter or finally block that is entered from where this is known.</summary>
    protected virtual TState EnterHandler(TState state) => state;

    /// <summary>The analysis of a function in this one, which may run at any time. It is asked for when all of this one has been visited.</summary>
    protected abstract FlowAnalysis<TState> Inside(ControlFlowGraph function);

    /// <summary>Is shown each operation that is reached, once, with what is known before it on whatever path.</summary>
    protected abstract void Visit(IOperation operation, TState state);

    /// <summary>The locals that an assignment to the target may write.</summary>
    protected IEnumerable<ILocalSymbol> AssignedLocals(IOperation target) => target switch
    {
        ILocalReferenceOperation reference => [reference.Local],
        IFlowCaptureReferenceOperation reference => _capturedTargets[reference.Id],
        _ => [],
    };

    private TState Follow(BasicBlock block, TState entry, Action<IOperation, TState> before)
    {
        var state = entry;
        foreach (var operation in _operations[block.Ordinal] ??= EvaluationOrder.Of(block))
        {
            before(operation, state);
            state = Transfer(operation, state);
        }

        return state;
    }
}
