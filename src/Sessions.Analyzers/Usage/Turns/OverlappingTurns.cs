using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>Finds the turns of a member that run while another of the same session does.</summary>
internal static class OverlappingTurns
{
    /// <summary>The turns, each but the first of those that run together; none where something in the member keeps them apart.</summary>
    public static List<StartedTurn> In(UsageContext context)
    {
        var turns = StartedTurn.In(context).ToList();
        var begun = turns.FindAll(IsUnderWay);
        var overlapping = begun.FindAll(RunsMoreThanOnce)
            .Concat(Together(begun))
            .Concat(begun.Select(first => turns.Find(next => Follows(next, first))).OfType<StartedTurn>())
            .Distinct()
            .ToList();
        overlapping.RemoveAll(turn => TurnGates.AreIn(turn.Run.Root()));
        return overlapping;
    }

    /// <summary>Nothing runs of a stream until it is enumerated, and whoever awaits a turn on the spot has it alone.</summary>
    private static bool IsUnderWay(StartedTurn turn) =>
        ParallelCalls.IsInOne(turn.Run)
        || (turn.Task.Parent is not IAwaitOperation && (turn.IsInTask || turn.Run.TargetMethod.Name is "RunAsync" or "RegenerateAsync"));

    /// <summary>Whether one call begins several turns at once: for each element of a sequence, or of a loop that collects the tasks.</summary>
    private static bool RunsMoreThanOnce(StartedTurn turn) =>
        ParallelCalls.RepeatedFunction(turn.Run) is { } function ? IsSharedBy(turn, function)
        : CollectingLoop(turn) is { } loop && IsSharedBy(turn, loop);

    private static bool IsSharedBy(StartedTurn turn, IOperation region) => !turn.Session.IsDeclaredIn(region.Syntax) && !turn.Session.IsAssignedIn(region);

    private static IEnumerable<StartedTurn> Together(List<StartedTurn> turns) => turns
        .Where(turn => ParallelCalls.JoinOf(turn) is not null)
        .GroupBy(turn => (ParallelCalls.JoinOf(turn), turn.Session))
        .SelectMany(group => group.Skip(1));

    /// <summary>The loop that puts the turn's task into a list of the code round it, and does nothing else with the list.</summary>
    private static ILoopOperation? CollectingLoop(StartedTurn turn)
    {
        if (turn.Task.Parent is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push", Instance: { } list } }
            || list.Variable() is not { } tasks)
        {
            return null;
        }

        var loop = turn.Task.Parent;
        while (loop is not (null or ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            loop = loop.Parent;
        }

        return loop is ILoopOperation collecting && !tasks.IsDeclaredIn(loop.Syntax) && loop.Descendants().Count(operation => operation.Names(tasks)) == 1 ? collecting : null;
    }

    /// <summary>Whether the second begins in a statement after the first's, which nothing has waited for until then.</summary>
    private static bool Follows(StartedTurn second, StartedTurn first)
    {
        if (!SymbolEqualityComparer.Default.Equals(second.Session, first.Session)
            || FirstStatement(first) is not { Parent: IBlockOperation block } statement
            || !block.Syntax.Span.Contains(second.Run.Syntax.Span)
            || second.Task.EnclosingFunction() != first.Task.EnclosingFunction())
        {
            return false;
        }

        var between = block.Operations
            .Where(next => next.Syntax.SpanStart > statement.Syntax.SpanStart && next.Syntax.SpanStart < second.Run.Syntax.SpanStart)
            .ToList();
        var task = (statement as IVariableDeclarationGroupOperation)?.Declarations[0].Declarators[0].Symbol;
        return between.Count > 0
            && !between.Exists(next => first.Session.IsAssignedIn(next) || (task is not null && IsNamedBefore(task, second.Run, next)));
    }

    private static bool IsNamedBefore(ISymbol task, IOperation end, IOperation statement) =>
        statement.Descendants().Any(operation => operation.Syntax.SpanStart < end.Syntax.SpanStart && operation.Names(task));

    /// <summary>The statement that begins the turn and goes on: it drops the task, or puts it into a local.</summary>
    private static IOperation? FirstStatement(StartedTurn turn) => turn.Task.Parent switch
    {
        IExpressionStatementOperation statement => statement,
        ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation statement } => statement,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Parent: IVariableDeclarationOperation { Declarators.Length: 1, Parent: IVariableDeclarationGroupOperation { Declarations.Length: 1 } group } } } => group,
        _ => null,
    };
}
