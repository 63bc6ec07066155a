using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Sessions.Agents;

/// <summary>What a <see cref="ChatClientAgent"/> is made with. The agent copies it: later changes have no effect.</summary>
public class ChatClientAgentOptions
{
    private TimeSpan? _queueTimeout;
    private int _maxSerializedSessionBytes = AIAgent.DefaultMaxSerializedSessionBytes;

    /// <summary>
    /// About how many bytes of sessions that were used lately the agent may hold, so that the next object of one need not read its turns
    /// and its state from the store again; 16 MiB by default, and nothing with 0. What it holds is never believed: the store is asked
    /// for the session's revision first, and what is behind is read anew.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long SessionCacheBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 16 * 1024 * 1024;

    /// <summary>
    /// Tells the agent apart from every other, in every process; its <see cref="Name"/> by default. An agent with a store needs
    /// one of the two.
    /// </summary>
    public string? Id { get; set; }

    /// <summary>The agent's name.</summary>
    public string? Name { get; set; }

    /// <summary>What the agent is for.</summary>
    public string? Description { get; set; }

    /// <summary>The options for every call of the model: instructions, tools, the model's id and so on.</summary>
    public ChatOptions? ChatOptions { get; set; }

    /// <summary>The providers that take part in every turn, in order; at most one of them loads history.</summary>
    public IList<AIContextProvider> ContextProviders { get; set; } = [];

    /// <summary>Where sessions are kept; without a store they live in memory, and in what is serialized.</summary>
    public SessionStore? SessionStore { get; set; }

    /// <summary>What of a session's history the model is sent; all of it by default.</summary>
    public HistoryView? View { get; set; }

    /// <summary>
    /// Builds the pipeline that the model is asked through, on a client that records each step of a turn. Tools run unless
    /// <see cref="UseProvidedChatClientAsIs"/> is set: where the pipeline has no <see cref="FunctionInvokingChatClient"/>, the agent
    /// puts one round it.
    /// </summary>
    /// <example>
    /// A pipeline that logs, and functions that are invoked in parallel:
    /// <code>
    /// options.ConfigureChatClient = client => client.AsBuilder()
    ///     .UseFunctionInvocation(configure: functions => functions.AllowConcurrentInvocation = true)
    ///     .UseLogging(loggerFactory)
    ///     .Build();
    /// </code>
    /// </example>
    public Func<IChatClient, IChatClient>? ConfigureChatClient { get; set; }

    /// <summary>
    /// Whether the agent leaves it to the client, and to what <see cref="ConfigureChatClient"/> builds, to invoke functions: it puts
    /// no client for that round them, and does not take part in how they do it.
    /// </summary>
    public bool UseProvidedChatClientAsIs { get; set; }

    /// <summary>What a run does when the session is running a turn already; it waits by default.</summary>
    public ConcurrentTurns ConcurrentTurns { get; set; }

    /// <summary>
    /// How long a run waits for the session's turns before it at most, until it fails with a <see cref="SessionBusyException"/>; for as
    /// long as it takes by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
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
    /// Whether the hosts that share the store lease a session to each other while a turn of it runs, and for how long; they do not by default. The
    /// store needs <see cref="Sessions.Storage.SessionStoreCapabilities.Leases"/>.
    /// </summary>
    /// <remarks>
    /// A turn then waits for the one that runs on another host as it does for one on its own, for <see cref="QueueTimeout"/> at most. With <see cref="ConcurrentTurns.Reject"/> it
    /// waits for as long as another host may keep the lease without a turn, <see cref="SessionLeaseOptions.IdleDuration"/>; a turn on another host is not superseded.
    /// </remarks>
    public SessionLeaseOptions? SessionLease { get; set; }

    /// <summary>What a turn leaves that was cancelled, abandoned or failed; nothing by default.</summary>
    public InterruptedTurns InterruptedTurns { get; set; }

    /// <summary>The most bytes that a serialized session may have to be restored; 256 MiB by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxSerializedSessionBytes
    {
        get => _maxSerializedSessionBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxSerializedSessionBytes = value;
        }
    }

    /// <summary>
    /// Whether traces hold what was said: instructions, messages, and the messages of exceptions. They never do otherwise, and
    /// logs never do.
    /// </summary>
    public bool EnableSensitiveData { get; set; }

    /// <summary>Where the agent logs how turns end, and what goes wrong without failing one.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock that sessions and turns are stamped by; the system's by default.</summary>
    public TimeProvider? TimeProvider { get; set; }
}
