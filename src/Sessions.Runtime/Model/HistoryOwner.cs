namespace Sessions.Storage;

/// <summary>
/// Who keeps a session's history. Settled by the session's first turn, and part of the session from then on. The numbers are
/// what stores keep.
/// </summary>
public enum HistoryOwner
{
    /// <summary>The session has had no turn yet.</summary>
    Undecided = 0,

    /// <summary>The session, its store or a history provider keeps the history, and every request carries it.</summary>
    Local = 1,

    /// <summary>The model's service keeps the history, under the session's service id.</summary>
    Service = 2,
}
