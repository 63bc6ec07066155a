using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.AgentFramework.Agents;
using Sessions.AgentFramework.Durable;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

/// <summary>
/// An agent of Microsoft Agent Framework whose sessions are kept in a <see cref="SessionStore"/>: a turn's messages and state are
/// committed together or not at all, the turns of a session do not overlap, and a session belongs to one agent.
/// <c>agent.WithSessions(store)</c> makes one.
/// </summary>
/// <remarks>
/// <para>It is used like any agent of the framework. Its sessions are its own: those of the agent that it was made of are refused, and
/// brought in with <c>ImportAgentFrameworkSessionAsync</c>.</para>
/// <para>A serialized session is a pointer of a few dozen bytes to what the store has; state that was set outside a turn is committed
/// before it is written. <see cref="SessionsAgentOptions.AuthorizeSession"/> is asked when one is read.</para>
/// <para>In a run the framework's agent works on a session that is made for that run, with the state of the session as the turn has it.
/// What a tool sets there, or through the caller's session, is the turn's: committed with it or dropped with it.</para>
/// <para>An agent of another kind than the framework's <see cref="Framework.ChatClientAgent"/> keeps its own session: what it serializes
/// to is committed with each turn, as state, and the history that it sends is its own.</para>
/// <para>Safe for concurrent use, as its sessions are.</para>
/// </remarks>
/// <example>
/// <code>
/// SessionsAgent agent = chatClient.AsAIAgent(name: "Guide").WithSessions(new SqliteSessionStore("Data Source=sessions.db"));
/// AgentSession session = await agent.GetSessionAsync(new SessionKey("acme", "alice-42"));
/// AgentResponse response = await agent.RunAsync("Where should I hike?", session);
/// </code>
/// </example>
public sealed partial class SessionsAgent : Framework.DelegatingAIAgent
{
    private readonly ChatClientAgent _turns;
    private readonly Func<SessionKey, CancellationToken, ValueTask<bool>>? _authorize;

    /// <summary>Makes an agent whose sessions are kept in a store.</summary>
    /// <param name="agent">The agent that answers.</param>
    /// <param name="store">Where its sessions are kept. It is not disposed.</param>
    /// <param name="options">How its turns are run.</param>
    /// <exception cref="ArgumentException">
    /// The agent has neither a name nor an id that was given; or it has settings that contradict this: a history provider of its own,
    /// persistence at each call of the service, one service conversation for all sessions, or sessions in a store already. Or sessions are to be leased,
    /// and the store has no leases.
    /// </exception>
    public SessionsAgent(Framework.AIAgent agent, SessionStore store, SessionsAgentOptions? options = null)
        : base(agent)
    {
        ArgumentNullException.ThrowIfNull(store);
        ContradictingSettings.ThrowIfAny(agent);
        options ??= new SessionsAgentOptions();
        _authorize = options.AuthorizeSession;
        _turns = new ChatClientAgent(new InnerAgentClient(agent), new ChatClientAgentOptions
        {
            Id = ContradictingSettings.StableId(agent),
            Name = agent.Name,
            Description = agent.Description,
            SessionStore = store,
            ContextProviders = [new InnerAgentProvider(agent)],
            View = options.View,
            InterruptedTurns = options.InterruptedTurns,
            ConcurrentTurns = options.ConcurrentTurns,
            QueueTimeout = options.QueueTimeout,
            SessionLease = options.SessionLease,
            EnableSensitiveData = options.EnableSensitiveData,
            LoggerFactory = options.LoggerFactory,
            TimeProvider = options.TimeProvider,
        });
    }

    /// <inheritdoc/>
    protected override async ValueTask<Framework.AgentSession> CreateSessionCoreAsync(CancellationToken cancellationToken = default) =>
        new SessionsAgentSession(await _turns.GetSessionAsync(cancellationToken: cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    protected override async ValueTask<JsonElement> SerializeSessionCoreAsync(Framework.AgentSession session, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default)
    {
        var own = Own(session);
        if (!string.Equals(own.Inner.AgentId, _turns.Id, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(own.Inner.Key, own.Inner.AgentId, _turns.Id);
        }

        // A turn that runs commits what is set, and to wait for it here would stop whoever reads its stream.
        if (!own.IsRunning)
        {
            await SaveSessionAsync(session, cancellationToken).ConfigureAwait(false);
        }

        return SessionPointer.Of(own.Inner).Write();
    }

    /// <inheritdoc/>
    protected override async ValueTask<Framework.AgentSession> DeserializeSessionCoreAsync(JsonElement serializedState, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default)
    {
        var pointer = SessionPointer.Read(serializedState);
        if (!string.Equals(pointer.AgentId, _turns.Id, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(pointer.Key, pointer.AgentId, _turns.Id);
        }

        if (_authorize is not null && !await _authorize(pointer.Key, cancellationToken).ConfigureAwait(false))
        {
            throw new UnauthorizedAccessException($"The session '{pointer.Key}' is not one that this caller may use: {nameof(SessionsAgentOptions)}.{nameof(SessionsAgentOptions.AuthorizeSession)} did not allow it. Nothing of it was read.");
        }

        return pointer.Revision == 0
            ? await GetSessionAsync(pointer.Key, cancellationToken: cancellationToken).ConfigureAwait(false)
            : await FindSessionAsync(pointer.Key, cancellationToken).ConfigureAwait(false) ?? throw new SessionConflictException(pointer.Key, pointer.Revision, actualRevision: null);
    }

    /// <inheritdoc/>
    protected override async Task<Framework.AgentResponse> RunCoreAsync(IEnumerable<ChatMessage> messages, Framework.AgentSession? session = null, Framework.AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        var own = OwnOrNull(session);
        var call = RunCall.Of(own, options);
        own?.TakeState();
        try
        {
            return ToFramework(await _turns.RunAsync(messages, own?.Inner, call, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            own?.EndRun(call);
        }
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Framework.AgentResponseUpdate> RunCoreStreamingAsync(IEnumerable<ChatMessage> messages, Framework.AgentSession? session = null, Framework.AgentRunOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var own = OwnOrNull(session);
        var call = RunCall.Of(own, options);
        own?.TakeState();
        try
        {
            await foreach (var update in _turns.RunStreamingAsync(messages, own?.Inner, call, cancellationToken).ConfigureAwait(false))
            {
                var shown = AdaptedResponse.Of(update);
                shown.AgentId = Id;
                yield return shown;
            }
        }
        finally
        {
            own?.EndRun(call);
        }
    }

    private Framework.AgentResponse ToFramework(AgentResponse response)
    {
        var shown = AdaptedResponse.Of(response);
        shown.AgentId = Id;
        return shown;
    }

    private SessionsAgentSession? OwnOrNull(Framework.AgentSession? session) => session is null ? null : Own(session);

    // Whose session ours is, is checked where it is used.
    private SessionsAgentSession Own(Framework.AgentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session as SessionsAgentSession ?? throw new ArgumentException(
            $"The session is a {session.GetType()}, which no store keeps. Agent '{Name ?? Id}' runs its own sessions: get one with GetSessionAsync or CreateSessionAsync, or bring a serialized one in with ImportAgentFrameworkSessionAsync.", nameof(session));
    }
}
