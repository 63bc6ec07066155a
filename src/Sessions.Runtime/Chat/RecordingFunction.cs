using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>A tool of a turn: records its result as soon as it has one, and takes the recorded one instead of running again.</summary>
internal sealed class RecordingFunction(AIFunction innerFunction, TurnJournal journal) : DelegatingAIFunction(innerFunction)
{
    /// <summary>The tools, with those that can be run recorded.</summary>
    public static IList<AITool> Wrap(IEnumerable<AITool> tools, TurnJournal journal) =>
        [.. tools.Select(tool => tool is AIFunction function ? new RecordingFunction(function, journal) : tool)];

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var step = journal.Begin(Name, arguments);
        if (journal.TryGetRecorded(step, out var recorded))
        {
            return recorded;
        }

        var result = await base.InvokeCoreAsync(arguments, cancellationToken).ConfigureAwait(false);
        await journal.CompleteAsync(step, result).ConfigureAwait(false);
        return result;
    }
}
