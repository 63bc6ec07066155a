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
    private bool _hasBegun;

    // The target of an assignment can be captured before its value is computed.
    private readonly ILookup<CaptureId, ISymbol> _capturedTargets = graph.Blocks
        .SelectMany(block => block.Operations)
        .OfType<IFlowCaptureOperation>()
        .Select(capture => (capture.Id, Variable: VariableOf(capture.Value)))
        .Where(capture => capture.Variable is not null)
        .ToLookup(capture => capture.Id, capture => capture.Variable!);

    /// <summary>Whether the function has been followed to its end, and each of its operations been shown.</summary>
    protected bool IsComplete { get; private set; }

    /// <summary>
    /// Follows the function, shows each operation that is reached to <see cref="Visit"/>, and then follows the functions in it. Whoever
    /// asks first, it is followed once.
    /// </summary>
    public void Run()
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        var worklist = new Worklist(this, _graph.Root);
        worklist.Run(_entry);
        if (_steps > _maximalSteps)
        {
            return;
        }

        var functions = Visit(worklist.Entries);
        IsComplete = true;
        foreach (var function in functions)
        {
            Inside(function).Run();
        }
    }

    /// <summary>What is known where two paths meet: <paramref name="known"/> itself where the other adds nothing.</summary>
    protected abstract TState Join(TState known, TState other);

    /// <summary>Whether the operation, apart from those that it is made of, is anything to the rule. The others are not shown to it.</summary>
    protected virtual bool Matters(IOperation operation) => true;

    /// <summary>What is known after an operation. The operations that it is made of come before it.</summary>
    protected abstract TState Transfer(IOperation operation, TState state);

    /// <summary>What is known where the operation throws: as if it had not been done, unless it can be done by half.</summary>
    protected virtual TState Thrown(IOperation operation, TState state) => state;

    /// <summary>The analysis of a function in this one, which may run at any time. It is asked for when all of this one has been visited.</summary>
    protected abstract FlowAnalysis<TState> Inside(ControlFlowGraph function);

    /// <summary>Is shown each operation that is reached, once, with what is known before it on whatever path.</summary>
    protected abstract void Visit(IOperation operation, TState state);

    /// <summary>Is shown each value that the function returns, with what is known where it does.</summary>
    protected virtual void VisitResult(IOperation value, TState state)
    {
    }

    /// <summary>The locals, parameters, fields and properties that an assignment to the target may write.</summary>
    protected IEnumerable<ISymbol> AssignedVariables(IOperation target) =>
        target is IFlowCaptureReferenceOperation reference ? _capturedTargets[reference.Id] : VariableOf(target) is { } variable ? [variable] : [];

    private static ISymbol? VariableOf(IOperation target) => target switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IMemberReferenceOperation reference => reference.Member,
        _ => null,
    };

    /// <summary>Shows what is reached, and tells which functions are in it.</summary>
    private List<ControlFlowGraph> Visit(IReadOnlyDictionary<BasicBlock, TState> entries)
    {
        var functions = _graph.LocalFunctions.Select(function => _graph.GetLocalFunctionControlFlowGraph(function)).ToList();
        foreach (var reached in entries)
        {
            var exit = Follow(reached.Key, reached.Value, (operation, state) =>
            {
                Visit(operation, state);
                if (operation is IFlowAnonymousFunctionOperation lambda)
                {
                    functions.Add(_graph.GetAnonymousFunctionControlFlowGraph(lambda));
                }
            });
            if (reached.Key is { BranchValue: { } value, FallThroughSuccessor.Semantics: ControlFlowBranchSemantics.Return })
            {
                VisitResult(value, exit);
            }
        }

        return functions;
    }

    /// <summary>What matters in a block. In a try block each operation can be the one that throws.</summary>
    private IOperation[] OperationsOf(BasicBlock block) =>
        IsInTry(block) ? EvaluationOrder.Of(block) : Array.FindAll(EvaluationOrder.Of(block), operation => operation is IFlowAnonymousFunctionOperation || Matters(operation));

    private static bool IsInTry(BasicBlock block)
    {
        var region = block.EnclosingRegion;
        while (region is { Kind: not ControlFlowRegionKind.Try })
        {
            region = region.EnclosingRegion;
        }

        return region is not null;
    }

    private TState Follow(BasicBlock block, TState entry, Action<IOperation, TState> before)
    {
        var state = entry;
        foreach (var operation in _operations[block.Ordinal] ??= OperationsOf(block))
        {
            before(operation, state);
            state = Transfer(operation, state);
        }

        return state;
    }
}
