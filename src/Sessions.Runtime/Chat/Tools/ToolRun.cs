using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// Runs the tools of turns: each in the flow of its call, with the services of its turn, traced, and recorded where the turn's steps
/// are.
/// </summary>
internal static class ToolRun
{
    /// <summary>Runs a tool, or finds what it returned when the turn was run before.</summary>
    /// <param name="turn">The flow of the turn.</param>
    /// <param name="function">The tool.</param>
    /// <param name="call">The model's call, as far as it is known.</param>
    /// <param name="arguments">The tool's arguments; they are given the services of the turn.</param>
    /// <param name="invoke">Runs the tool.</param>
    /// <param name="cancellationToken">Cancels the tool.</param>
    /// <returns>What the model is to be told.</returns>
    public static async ValueTask<object?> InvokeAsync(ChatTurnScope turn, AIFunction function, FunctionCallContent? call, AIFunctionArguments arguments, Func<CancellationToken, ValueTask<object?>> invoke, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var journal = turn.Run.Journal;
        var step = journal?.Begin(turn, function.Name, call, arguments) ?? new ToolStep(turn, call ?? TurnJournal.CallOf(function.Name, arguments));
        if (turn.Turn.Services is { } services)
        {
            arguments.Services = services;
        }

        step.Enter();
        using var telemetry = turn.Run.Telemetry?.StartTool(function, step.Call);
        try
        {
            var result = journal is null
                ? await invoke(cancellationToken).ConfigureAwait(false)
                : await journal.RunAsync(step, invoke, cancellationToken).ConfigureAwait(false);
            telemetry?.SetResult(result);
            return result;
        }
        catch (Exception exception)
        {
            telemetry?.SetException(exception);
            throw;
        }
    }
}
