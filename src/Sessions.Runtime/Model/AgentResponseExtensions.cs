using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>Puts streamed answers together.</summary>
public static class AgentResponseExtensions
{
    /// <summary>Puts the updates of one run together into its answer.</summary>
    /// <param name="updates">The updates, in order.</param>
    public static AgentResponse ToAgentResponse(this IEnumerable<AgentResponseUpdate> updates)
    {
        ArgumentNullException.ThrowIfNull(updates);
        IReadOnlyList<AgentResponseUpdate> all = updates as IReadOnlyList<AgentResponseUpdate> ?? [.. updates];
        var response = all.Select(update => update.ToChatResponseUpdate()).ToChatResponse();
        return new AgentResponse(response)
        {
            AgentId = all.Select(update => update.AgentId).LastOrDefault(id => id is not null),
            TurnId = all.Select(update => update.TurnId).LastOrDefault(id => id is not null),
            Issues = [.. all.SelectMany(update => update.Issues)],
            ContinuationToken = all.Count == 0 ? null : all[^1].ContinuationToken,
        };
    }

    /// <summary>Reads the updates of one run to their end and puts them together into its answer.</summary>
    /// <param name="updates">The updates.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<AgentResponse> ToAgentResponseAsync(this IAsyncEnumerable<AgentResponseUpdate> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        var all = new List<AgentResponseUpdate>();
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            all.Add(update);
        }

        return all.ToAgentResponse();
    }

    /// <summary>Takes an answer apart into updates, as a stream would have given it.</summary>
    /// <param name="response">The answer.</param>
    internal static IEnumerable<AgentResponseUpdate> ToAgentResponseUpdates(this AgentResponse response)
    {
        var chatResponse = response.RawRepresentation as ChatResponse ?? new ChatResponse(response.Messages);
        foreach (var update in chatResponse.ToChatResponseUpdates())
        {
            yield return new AgentResponseUpdate(update) { AgentId = response.AgentId, TurnId = response.TurnId };
        }

        if (response.ToIssuesUpdate() is { } issues)
        {
            yield return issues;
        }
    }

    /// <summary>The last update of a stream: what went wrong without costing the answer, if anything did.</summary>
    /// <param name="response">The answer.</param>
    internal static AgentResponseUpdate? ToIssuesUpdate(this AgentResponse response) => response.Issues.Count == 0 ? null
        : new AgentResponseUpdate { AgentId = response.AgentId, TurnId = response.TurnId, Issues = response.Issues, ContinuationToken = response.ContinuationToken };
}
