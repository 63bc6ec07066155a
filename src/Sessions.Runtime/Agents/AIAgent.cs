using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// Answers messages, within sessions. <see cref="ChatClientAgent"/> is the kind for an <see cref="IChatClient"/>; another kind
/// derives from this class and from <see cref="AgentSession"/>.
/// </summary>
/// <remarks>
/// <para>A session belongs to one agent, which is known by its <see cref="Id"/>: every method that takes a session throws
/// <see cref="SessionMismatchException"/> for one of another agent.</para>
/// <para>Agents are safe for concurrent use.</para>
/// </remarks>
public abstract partial class AIAgent
{
    /// <summary>Tells the agent apart from every other; the same in every process that is to go on with its sessions.</summary>
    public abstract string Id { get; }

    /// <summary>The agent's name.</summary>
    public virtual string? Name => null;

    /// <summary>What the agent is for.</summary>
    public virtual string? Description => null;

    /// <summary>Creates a session in the default tenant.</summary>
    /// <param name="sessionId">The session's id; a new one by default. An id that is given is taken at once: the agent's store, if it has one, holds the session from here on.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    /// <exception cref="SessionExistsException">The agent's store has a session of that id.</exception>
    public ValueTask<AgentSession> CreateSessionAsync(string? sessionId = null, CancellationToken cancellationToken = default) =>
        CreateSessionCoreAsync(KeyOf(sessionId), cancellationToken);

    /// <summary>Creates a session with a new id in the default tenant.</summary>
    /// <param name="cancellationToken">Cancels the creation.</param>
    public ValueTask<AgentSession> CreateSessionAsync(CancellationToken cancellationToken) => CreateSessionCoreAsync(null, cancellationToken);

    /// <summary>Creates a session.</summary>
    /// <param name="key">The session's tenant and id, taken at once.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    /// <exception cref="SessionExistsException">The agent's store has a session of that key.</exception>
    public ValueTask<AgentSession> CreateSessionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        CreateSessionCoreAsync(key, cancellationToken);

    /// <summary>Loads a session of the default tenant, or creates it.</summary>
    /// <param name="sessionId">The session's id; a new one by default.</param>
    /// <param name="serviceSessionId">The id of a conversation that the model's service keeps, for the session to go on with.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <exception cref="SessionMismatchException">The stored session belongs to another agent.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="serviceSessionId"/> is given, and the stored session keeps its history locally.</exception>
    public ValueTask<AgentSession> GetSessionAsync(string? sessionId = null, string? serviceSessionId = null, CancellationToken cancellationToken = default) =>
        GetSessionCoreAsync(KeyOf(sessionId), NullIfEmpty(serviceSessionId), cancellationToken);

    /// <summary>Loads a session, or creates it.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <inheritdoc cref="GetSessionAsync(string?, string?, CancellationToken)"/>
    public ValueTask<AgentSession> GetSessionAsync(SessionKey key, string? serviceSessionId = null, CancellationToken cancellationToken = default) =>
        GetSessionCoreAsync(key, NullIfEmpty(serviceSessionId), cancellationToken);

    /// <summary>Runs a turn with one text message of the user.</summary>
    /// <param name="message">The text; not blank.</param>
    /// <param name="session">The session that the turn belongs to; without one nothing is remembered.</param>
    /// <param name="options">Options of this run.</param>
    /// <param name="cancellationToken">Cancels the turn; <see cref="InterruptedTurns"/> says what of it is then kept.</param>
    /// <exception cref="ArgumentException">There is no message, or one is empty.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere since it was loaded.</exception>
    /// <exception cref="SessionStoreException">The session's store or history provider failed.</exception>
    public Task<AgentResponse> RunAsync(string message, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunValidAsync(TurnInput.Validate(message, options), session, options, cancellationToken);

    /// <summary>Runs a turn with one message.</summary>
    /// <param name="message">The message; not empty.</param>
    /// <inheritdoc cref="RunAsync(string, AgentSession?, AgentRunOptions?, CancellationToken)"/>
    public Task<AgentResponse> RunAsync(ChatMessage message, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunValidAsync(TurnInput.Validate(message, options), session, options, cancellationToken);

    /// <summary>Runs a turn with several messages.</summary>
    /// <param name="messages">
    /// The messages, at least one, none of them empty; none at all for a run with an <see cref="AgentRunOptions.ContinuationToken"/>, and
    /// where <see cref="AgentRunOptions.AllowEmptyInput"/> is set.
    /// </param>
    /// <inheritdoc cref="RunAsync(string, AgentSession?, AgentRunOptions?, CancellationToken)"/>
    public Task<AgentResponse> RunAsync(IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunValidAsync(TurnInput.Validate(messages, options), session, options, cancellationToken);

    /// <summary>
    /// Runs a turn with one text message of the user and streams the answer. The turn begins when the stream is read, which can be
    /// done once; the history is updated when it completes. What a stream leaves that is left early, fails or is cancelled,
    /// <see cref="InterruptedTurns"/> says: nothing by default.
    /// </summary>
    /// <inheritdoc cref="RunAsync(string, AgentSession?, AgentRunOptions?, CancellationToken)"/>
    public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(string message, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunValidStreaming(TurnInput.Validate(message, options), session, options, cancellationToken);

    /// <summary>
    /// Runs a turn with one message and streams the answer, as
    /// <see cref="RunStreamingAsync(string, AgentSession?, AgentRunOptions?, CancellationToken)"/> does.
    /// </summary>
    /// <inheritdoc cref="RunAsync(ChatMessage, AgentSession?, AgentRunOptions?, CancellationToken)"/>
    public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(ChatMessage message, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunValidStreaming(TurnInput.Validate(message, options), session, options, cancellationToken);

    /// <summary>
    /// Runs a turn with several messages and streams the answer, as
    /// <see cref="RunStreamingAsync(string, AgentSession?, AgentRunOptions?, CancellationToken)"/> does.
    /// </summary>
    /// <inheritdoc cref="RunAsync(IEnumerable{ChatMessage}, AgentSession?, AgentRunOptions?, CancellationToken)"/>
    public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        RunValidStreaming(TurnInput.Validate(messages, options), session, options, cancellationToken);

    /// <summary>The clock that commits are stamped by.</summary>
    internal virtual TimeProvider TimeProvider => TimeProvider.System;

    /// <summary>Creates a session of the agent's kind.</summary>
    /// <param name="key">The session's key, or <see langword="null"/> for a new one.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    protected abstract ValueTask<AgentSession> CreateSessionCoreAsync(SessionKey? key, CancellationToken cancellationToken);

    /// <summary>Loads a session of the agent's kind, or creates it.</summary>
    /// <param name="key">The session's key, or <see langword="null"/> for a new one.</param>
    /// <param name="serviceSessionId">The service's id of the conversation, if one was given.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    protected abstract ValueTask<AgentSession> GetSessionCoreAsync(SessionKey? key, string? serviceSessionId, CancellationToken cancellationToken);

    /// <summary>Runs a turn.</summary>
    /// <param name="messages">
    /// The messages, none of them empty; there are none for a run with an <see cref="AgentRunOptions.ContinuationToken"/> or with <see cref="AgentRunOptions.AllowEmptyInput"/>.
    /// </param>
    /// <param name="session">The session, which belongs to this agent, or <see langword="null"/>.</param>
    /// <param name="options">Options of this run.</param>
    /// <param name="cancellationToken">Cancels the turn.</param>
    protected abstract Task<AgentResponse> RunCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken);

    /// <summary>Runs a turn and streams the answer.</summary>
    /// <inheritdoc cref="RunCoreAsync"/>
    protected abstract IAsyncEnumerable<AgentResponseUpdate> RunStreamingCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken);

    private Task<AgentResponse> RunValidAsync(IReadOnlyList<ChatMessage> input, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken)
    {
        ThrowIfForeign(session);
        return RunCoreAsync(input, session, options, cancellationToken);
    }

    private SingleUseStream RunValidStreaming(IReadOnlyList<ChatMessage> input, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken)
    {
        ThrowIfForeign(session);
        return new SingleUseStream(RunStreamingCoreAsync(input, session, options, cancellationToken));
    }

    private static SessionKey? KeyOf(string? sessionId) => sessionId is null ? default(SessionKey?) : new SessionKey(sessionId);

    private static string? NullIfEmpty(string? id) => string.IsNullOrEmpty(id) ? null : id;

    private void ThrowIfNullOrForeign(AgentSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        ThrowIfForeign(session);
    }

    private void ThrowIfForeign(AgentSession? session)
    {
        if (session is not null && !string.Equals(session.AgentId, Id, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(session.Key, session.AgentId, Id);
        }
    }
}
