namespace Sessions;

/// <summary>What a run does when the session is running a turn already.</summary>
/// <remarks>
/// It counts for all objects of one session of a store within the process, whichever agent and whichever session object is
/// used. Between processes, the revision decides.
/// </remarks>
public enum ConcurrentTurns
{
    /// <summary>It waits for the turns before it.</summary>
    Queue = 0,

    /// <summary>It throws <see cref="SessionBusyException"/>.</summary>
    Reject = 1,

    /// <summary>
    /// It takes the place of the turn that runs: that one is interrupted, its caller gets <see cref="TurnSupersededException"/>,
    /// and this one runs when the other has come to its end. A turn that is being committed is let through.
    /// </summary>
    Supersede = 2,
}
