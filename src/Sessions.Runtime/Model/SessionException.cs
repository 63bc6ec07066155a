using Sessions.Agents;

namespace Sessions;

/// <summary>The base of what goes wrong with sessions.</summary>
public class SessionException : Exception
{
    /// <summary>Makes an exception with a message and its cause.</summary>
    /// <param name="message">What went wrong, why, and the way out.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public SessionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The model's answer, when the exception was thrown after the model gave one; otherwise <see langword="null"/>. Nothing of
    /// the turn was kept, but the answer is not lost.
    /// </summary>
    public AgentResponse? Response { get; internal set; }
}

/// <summary>A session was used with an agent that it does not belong to.</summary>
public sealed class SessionMismatchException : SessionException
{
    /// <summary>Names the session and the two agents.</summary>
    /// <param name="sessionKey">The session.</param>
    /// <param name="ownerId">The id of the agent that the session belongs to.</param>
    /// <param name="agentId">The id of the agent that it was used with.</param>
    public SessionMismatchException(SessionKey sessionKey, string ownerId, string agentId)
        : base($"Session '{sessionKey}' belongs to agent '{ownerId}' and cannot be used with agent '{agentId}'. Use it with agent '{ownerId}', create a session with agent '{agentId}', hand this one over on purpose with HandOffAsync or, where agent '{ownerId}' is gone, take it over with TakeOverSessionAsync.")
    {
        SessionKey = sessionKey;
        OwnerId = ownerId;
        AgentId = agentId;
    }

    /// <summary>The session.</summary>
    public SessionKey SessionKey { get; }

    /// <summary>The id of the agent that the session belongs to.</summary>
    public string OwnerId { get; }

    /// <summary>The id of the agent that the session was used with.</summary>
    public string AgentId { get; }
}

/// <summary>A session was to be created under a key that the store already has.</summary>
public sealed class SessionExistsException : SessionException
{
    /// <summary>Names the session.</summary>
    /// <param name="sessionKey">The session.</param>
    public SessionExistsException(SessionKey sessionKey)
        : base($"Session '{sessionKey}' exists already. Load it with GetSessionAsync, or create one under another id.") => SessionKey = sessionKey;

    /// <summary>The session.</summary>
    public SessionKey SessionKey { get; }
}

/// <summary>
/// A session was changed by another process or another session object since it was loaded; nothing of the losing turn was kept.
/// </summary>
public sealed class SessionConflictException : SessionException
{
    /// <summary>Names the session and its two revisions.</summary>
    /// <param name="sessionKey">The session.</param>
    /// <param name="expectedRevision">The revision that the losing side had loaded; 0 when the session was new to it.</param>
    /// <param name="actualRevision">The revision that the store has; <see langword="null"/> when the session is gone.</param>
    public SessionConflictException(SessionKey sessionKey, long expectedRevision, long? actualRevision)
        : base(actualRevision is { } actual
            ? $"Session '{sessionKey}' is at revision {actual} in the store, but the change was made to revision {expectedRevision}. Load the session again and repeat the turn; the model's answer, if there was one, is in Response."
            : $"Session '{sessionKey}' was deleted from the store after revision {expectedRevision} was loaded. Create it again to go on; the model's answer, if there was one, is in Response.")
    {
        SessionKey = sessionKey;
        ExpectedRevision = expectedRevision;
        ActualRevision = actualRevision;
    }

    /// <summary>The session.</summary>
    public SessionKey SessionKey { get; }

    /// <summary>The revision that the losing side had loaded; 0 when the session was new to it.</summary>
    public long ExpectedRevision { get; }

    /// <summary>The revision that the store has; <see langword="null"/> when the session is gone.</summary>
    public long? ActualRevision { get; }
}

/// <summary>
/// Session data is damaged, foreign or of an unknown format, or what was to be kept has no JSON form. What is stored stays as it was.
/// </summary>
public sealed class SessionFormatException : SessionException
{
    /// <summary>Says what is wrong, and where.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="innerException">The cause, if another exception was.</param>
    public SessionFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A state value was written by newer code than the code that reads it. The value stays as it is.</summary>
public sealed class SessionStateVersionException : SessionException
{
    /// <summary>Names the slot and the two versions.</summary>
    /// <param name="stateKey">The slot's key.</param>
    /// <param name="storedVersion">The version of the stored value.</param>
    /// <param name="supportedVersion">The newest version that this code reads.</param>
    public SessionStateVersionException(string stateKey, int storedVersion, int supportedVersion)
        : base($"State '{stateKey}' was written as version {storedVersion}, and this code reads up to version {supportedVersion}. Deploy the newer code here too; the stored value is unchanged.")
    {
        StateKey = stateKey;
        StoredVersion = storedVersion;
        SupportedVersion = supportedVersion;
    }

    /// <summary>The slot's key.</summary>
    public string StateKey { get; }

    /// <summary>The version of the stored value.</summary>
    public int StoredVersion { get; }

    /// <summary>The newest version that this code reads.</summary>
    public int SupportedVersion { get; }
}

/// <summary>A store, or the history provider that keeps a session's history, failed.</summary>
public sealed class SessionStoreException : SessionException
{
    /// <summary>Says what failed.</summary>
    /// <param name="message">What failed, and the way out.</param>
    /// <param name="innerException">The store's own exception, if there was one.</param>
    public SessionStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A session was running a turn already, and the run was not to wait for it, or not for so long.</summary>
public sealed class SessionBusyException : SessionException
{
    /// <summary>Names the session.</summary>
    /// <param name="sessionKey">The session.</param>
    public SessionBusyException(SessionKey sessionKey)
        : base($"Session '{sessionKey}' is running a turn, and this run was not to wait for it (ConcurrentTurns.Reject). Run it again when that turn has ended, or use ConcurrentTurns.Queue.") => SessionKey = sessionKey;

    /// <summary>Names the session.</summary>
    /// <param name="sessionKey">The session.</param>
    /// <param name="waited">How long the run has waited.</param>
    public SessionBusyException(SessionKey sessionKey, TimeSpan waited)
        : base($"Session '{sessionKey}' is running a turn, and this run has waited for it for {waited.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s, as QueueTimeout says. Run it again when that turn has ended, or wait longer.") => SessionKey = sessionKey;

    /// <summary>The session.</summary>
    public SessionKey SessionKey { get; }
}

/// <summary>A turn was interrupted because a newer run of its session took its place.</summary>
public sealed class TurnSupersededException : SessionException
{
    /// <summary>Names the session and the turn.</summary>
    /// <param name="sessionKey">The session.</param>
    /// <param name="turnId">The id of the turn that was interrupted.</param>
    public TurnSupersededException(SessionKey sessionKey, string turnId)
        : base($"Turn {turnId} of session '{sessionKey}' was interrupted by a newer run of the same session (ConcurrentTurns.Supersede), or because the session is deleted.")
    {
        SessionKey = sessionKey;
        TurnId = turnId;
    }

    /// <summary>The session.</summary>
    public SessionKey SessionKey { get; }

    /// <summary>The id of the turn that was interrupted.</summary>
    public string TurnId { get; }
}
