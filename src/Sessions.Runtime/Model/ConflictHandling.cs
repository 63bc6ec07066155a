namespace Sessions.Agents;

/// <summary>What a run does when another process committed to the session while the model was asked.</summary>
public enum ConflictHandling
{
    /// <summary>It throws <see cref="SessionConflictException"/>, with the answer in its <see cref="SessionException.Response"/>.</summary>
    Throw = 0,

    /// <summary>
    /// It runs again on the session as it is now: the model is asked once more, and sees what was added. When it has come too late 20
    /// times, it throws. A streamed run throws at once: its reader has the answer already.
    /// </summary>
    Retry = 1,
}
