using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// Who keeps the history of a turn's session: the session's own log, a provider, or the model's service. Each loads it, composes the
/// request of it, settles by the answer who keeps it from then on, and saves what the turn leaves.
/// </summary>
internal abstract class TurnHistory
{
    /// <summary>The owner that the session's head names.</summary>
    public abstract HistoryOwner Owner { get; }

    /// <summary>The conversation id that the service is sent in place of the history.</summary>
    public virtual string? RequestId => null;

    /// <summary>Says who keeps the history, as far as it is known before the model is called.</summary>
    /// <param name="session">The session, if there is one.</param>
    /// <param name="loading">The provider that is configured to load the history.</param>
    /// <param name="view">What of it the model is sent.</param>
    /// <param name="requestedId">The service's conversation id in the options of the run or of the agent.</param>
    public static TurnHistory Of(AgentSession? session, HistoryProvider? loading, HistoryView view, string? requestedId = null)
    {
        requestedId = string.IsNullOrEmpty(requestedId) ? null : requestedId;
        var owner = session?.Head.HistoryOwner ?? HistoryOwner.Undecided;
        if (owner == HistoryOwner.Service || (owner == HistoryOwner.Undecided && requestedId is not null))
        {
            return new ServiceHistory(session, requestedId ?? session?.ServiceSessionId);
        }

        return session is null || loading is null or InMemoryHistoryProvider
            ? new SessionHistory(session, view, requestedId, mayBeServices: owner == HistoryOwner.Undecided && loading is null && session?.Store is null)
            : new ProviderHistory(session, loading, view, requestedId);
    }

    /// <summary>Loads the history, before the request is composed.</summary>
    public abstract ValueTask LoadAsync(TurnContext turn, CancellationToken cancellationToken);

    /// <summary>Makes the request of the history and of what the turn adds to it.</summary>
    public abstract ValueTask<HistoryRequest> ComposeAsync(TurnContext turn, CancellationToken cancellationToken);

    /// <summary>Settles the owner by the answer: once for a session, with its first turn.</summary>
    /// <param name="conversationId">The conversation id that the response carries.</param>
    public abstract SettledHistory Settle(string? conversationId);

    /// <summary>Saves what the turn leaves.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="transcript">What was said in it.</param>
    /// <param name="cancellationToken">Cancels the save.</param>
    /// <returns>The messages that the session is to keep with the turn.</returns>
    public abstract ValueTask<IReadOnlyList<ChatMessage>> SaveAsync(TurnContext turn, TurnTranscript transcript, CancellationToken cancellationToken);

    /// <summary>Takes note of the end of a turn that may not have been saved.</summary>
    public virtual ValueTask EndAsync(TurnContext turn, CancellationToken cancellationToken) => default;

    /// <summary>
    /// The conversation id to tell the caller of where the history is local: one that was asked for, or the service's own in the turn
    /// that settles the owner. Services that keep every answer send one with each.
    /// </summary>
    protected static string? IgnoredId(AgentSession? session, string? requestedId, string? conversationId) =>
        requestedId ?? (session?.Head.HistoryOwner == HistoryOwner.Undecided ? conversationId : null);

    /// <summary>Refuses to go back in a history that is not the session's own.</summary>
    /// <exception cref="InvalidOperationException">A provider or the model's service keeps it.</exception>
    public virtual void ThrowIfElsewhere()
    {
    }
}

/// <summary>Who keeps the history of a session, settled by an answer.</summary>
/// <param name="History">Who keeps it.</param>
/// <param name="ServiceSessionId">The service's id of the conversation, where the service keeps it.</param>
/// <param name="IgnoredId">A conversation id that was not adopted because the history is local.</param>
internal readonly record struct SettledHistory(TurnHistory History, string? ServiceSessionId, string? IgnoredId);
