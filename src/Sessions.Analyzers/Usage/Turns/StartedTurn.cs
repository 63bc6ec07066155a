using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sessions.Analyzers.Agents;
using Sessions.Analyzers.Flow;

namespace Sessions.Analyzers.Usage.Turns;

/// <summary>A turn that a call begins, and that goes on while the code after it runs.</summary>
/// <param name="Run">The call.</param>
/// <param name="Task">What stands for the turn under way: the call's own task, or that of the <c>Task.Run</c> round it.</param>
/// <param name="Session">The variable that holds its session.</param>
/// <param name="Place">Where that is named.</param>
internal sealed record StartedTurn(IInvocationOperation Run, IOperation Task, ISymbol Session, IOperation Place)
{
    /// <summary>Whether the call is in what <c>Task.Run</c> is given.</summary>
    public bool IsInTask => Task.Syntax.SpanStart < Run.Syntax.SpanStart && Task.EnclosingFunction() != Run.EnclosingFunction();

    /// <summary>The turns that the member's calls begin with sessions that are held in variables.</summary>
    public static IEnumerable<StartedTurn> In(UsageContext context) => context.Calls(AgentMethodRoles.RunsTurn)
        .Select(call => Of(call, context.Agents))
        .OfType<StartedTurn>();

    private static StartedTurn? Of(IInvocationOperation call, AgentSymbols agents) =>
        agents.SessionArgument(call) is { ArgumentKind: ArgumentKind.Explicit, Value: var place } && place.Variable() is { } session
            ? new(call, TaskOf(call), session, place)
            : null;

    private static IOperation TaskOf(IInvocationOperation call) =>
        call.EnclosingFunction() is IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation outer } } }
        && outer.TargetMethod is { Name: "Run", ContainingType.Name: "Task" }
            ? Whole(outer)
            : Whole(call);

    /// <summary>The task with what is said of how it is awaited.</summary>
    private static IOperation Whole(IOperation call)
    {
        var task = call;
        while (task.Parent is { } outer and not IAwaitOperation && AwaitedResult.Source(outer) == task)
        {
            task = outer;
        }

        return task;
    }
}
