using Microsoft.Extensions.Logging;
using Sessions.Agents;

namespace Sessions.AgentFramework;

/// <summary>What a <see cref="SessionsAgent"/> is made with, besides its agent and its store.</summary>
public class SessionsAgentOptions
{
    private TimeSpan? _queueTimeout;

    /// <summary>What a turn leaves that is cancelled, fails or is abandoned; nothing by default.</summary>
    public InterruptedTurns InterruptedTurns { get; set; }

    /// <summary>What happens to a turn of a session that is running one; it waits by default.</summary>
    public ConcurrentTurns ConcurrentTurns { get; set; }

    /// <summary>How long a turn waits for those before it; as long as it takes by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public TimeSpan? QueueTimeout
    {
        get => _queueTimeout;
        set
        {
            if (value is { } timeout)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(value));
            }

            _queueTimeout = value;
        }
    }

    /// <summary>
    /// Whether the hosts that share the store lease a session to each other while a turn of it runs, as <see cref="ChatClientAgentOptions.SessionLease"/> says; they
    /// do not by default.
    /// </summary>
    public SessionLeaseOptions? SessionLease { get; set; }

    /// <summary>What of the history the model is sent; all of it by default.</summary>
    public HistoryView? View { get; set; }

    /// <summary>
    /// Asked for every session that is deserialized, before anything of it is read: a serialized session is a pointer, and whoever can
    /// write one could name any session. A session that it does not allow is refused with an <see cref="UnauthorizedAccessException"/>.
    /// By default every one is allowed, so that a pointer must not come from a client.
    /// </summary>
    /// <example>
    /// <code>
    /// options.AuthorizeSession = (key, cancellationToken) =&gt; new(key.Tenant == currentUser.Tenant);
    /// </code>
    /// </example>
    public Func<SessionKey, CancellationToken, ValueTask<bool>>? AuthorizeSession { get; set; }

    /// <summary>Whether traces and logs may hold messages; not by default.</summary>
    public bool EnableSensitiveData { get; set; }

    /// <summary>Where turns are logged.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock that commits are stamped by; the system's by default.</summary>
    public TimeProvider? TimeProvider { get; set; }
}
