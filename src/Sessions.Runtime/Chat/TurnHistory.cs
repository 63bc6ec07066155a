namespace Sessions.Agents;

/// <summary>Who keeps the history of a turn's session, before the model is called and after it answered.</summary>
internal readonly struct TurnHistory
{
    private readonly ChatClientAgentSession? _session;
    private readonly HistoryOwner _owner;
    private readonly string? _requestedId;
    private readonly bool _isLoaded;

    /// <summary>Says who keeps the history as far as it is known before the model is called.</summary>
    /// <param name="session">The session, if there is one.</param>
    /// <param name="requestedId">The service's conversation id in the options of the run or of the agent.</param>
    /// <param name="isLoaded">Whether a configured provider loads the history.</param>
    public TurnHistory(ChatClientAgentSession? session, string? requestedId, bool isLoaded)
    {
        _session = session;
        _requestedId = string.IsNullOrEmpty(requestedId) ? null : requestedId;
        _isLoaded = isLoaded;
        _owner = session?.Head.HistoryOwner ?? HistoryOwner.Undecided;
        IsService = _owner == HistoryOwner.Service || (_owner == HistoryOwner.Undecided && _requestedId is not null);
    }

    /// <summary>Whether the service is known to keep the history, so that the request carries an id in its place.</summary>
    public bool IsService { get; }

    /// <summary>The conversation id that the service is sent.</summary>
    public string? RequestId => IsService ? _requestedId ?? _session?.ServiceSessionId : null;

    /// <summary>Refuses to go back in a history that is not the session's own.</summary>
    /// <exception cref="InvalidOperationException">A provider or the model's service keeps it.</exception>
    public static void ThrowIfElsewhere(SessionHead head, HistoryProvider? loading)
    {
        if (head.HistoryOwner == HistoryOwner.Service)
        {
            throw new InvalidOperationException($"The model's service keeps the history of session '{head.Key}', so it cannot be gone back in or forked here. Use what the service offers for that.");
        }

        if (loading is not null and not InMemoryHistoryProvider)
        {
            throw new InvalidOperationException($"Provider '{loading.SourceId}' keeps the history of session '{head.Key}', so it cannot be gone back in or forked here. Change it where the provider keeps it.");
        }
    }

    /// <summary>Settles the owner by the answer: once for a session, with its first turn.</summary>
    /// <param name="responseId">The conversation id that the response carries.</param>
    /// <returns>The owner, the service's id of the conversation, and an id that was not adopted because the history is local.</returns>
    public (HistoryOwner Owner, string? ServiceSessionId, string? IgnoredId) Settle(string? responseId)
    {
        responseId = string.IsNullOrEmpty(responseId) ? null : responseId;
        var adopts = _owner == HistoryOwner.Undecided && responseId is not null && !_isLoaded && _session?.Store is null;
        return IsService || adopts
            ? (HistoryOwner.Service, responseId ?? RequestId, null)
            : (HistoryOwner.Local, null, _requestedId ?? responseId);
    }
}
