namespace Sessions.Agents;

/// <summary>Something that went wrong in a turn without costing the caller the answer.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">What went wrong, for a person.</param>
/// <param name="Exception">The exception behind it, if one was thrown.</param>
public sealed record TurnIssue(TurnIssueKind Kind, string Message, Exception? Exception = null);

/// <summary>What kind of thing went wrong in a turn.</summary>
public enum TurnIssueKind
{
    /// <summary>A context provider or an auditing history provider failed after the model answered.</summary>
    ProviderFailed,

    /// <summary>A service's conversation id came for a session whose history is kept locally; it was not adopted.</summary>
    ServiceSessionIdIgnored,

    /// <summary>The history, or what the caller gave, would have been refused by the model's service; it was sent in a form that is valid.</summary>
    HistoryRepaired,

    /// <summary>Something of the turn has no JSON form, and was left out of what the session keeps of it; the rest was kept.</summary>
    NotKept,
}
