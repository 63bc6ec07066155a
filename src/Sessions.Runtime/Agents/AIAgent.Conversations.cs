using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

public abstract partial class AIAgent
{
    /// <summary>
    /// Reads the turns of a session with their messages, as far as the session object has seen them. Of what a store has, each
    /// turn is read when it is asked for.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="query">Which turns, and in which order; all of them, oldest first, by default.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionFormatException">A stored message is damaged.</exception>
    /// <exception cref="SessionStoreException">The session's store failed.</exception>
    /// <example>
    /// The latest twenty turns, and the twenty before them:
    /// <code>
    /// var page = new TurnQuery { NewestFirst = true, MaxCount = 20 };
    /// List&lt;SessionTurn&gt; latest = await agent.ReadTurnsAsync(session, page).ToListAsync();
    /// List&lt;SessionTurn&gt; earlier = await agent.ReadTurnsAsync(session, page with { ThroughTurn = latest[^1].Record.ParentTurn }).ToListAsync();
    /// </code>
    /// </example>
    public IAsyncEnumerable<SessionTurn> ReadTurnsAsync(AgentSession session, TurnQuery? query = null, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        return ReadTurnsCoreAsync(session, query ?? new TurnQuery(), cancellationToken);
    }

    /// <summary>
    /// Reads the messages of a session: those of the turns that <see cref="ReadTurnsAsync"/> reads. They are the history itself,
    /// and not to be changed.
    /// </summary>
    /// <inheritdoc cref="ReadTurnsAsync"/>
    public IAsyncEnumerable<ChatMessage> ReadMessagesAsync(AgentSession session, TurnQuery? query = null, CancellationToken cancellationToken = default) =>
        MessagesOfAsync(ReadTurnsAsync(session, query, cancellationToken), cancellationToken);

    /// <summary>Makes a new session that begins with the history and the state of another, up to a turn. The other one is not changed.</summary>
    /// <param name="session">The session to begin with.</param>
    /// <param name="throughTurn">The last turn that the new session takes over; the session's current one by default, 0 for its state from before the first.</param>
    /// <param name="sessionId">The new session's id, in the same tenant; a new one by default. The agent's store, if it has one, holds the new session from here on.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The new session. Its turns bear the numbers that they have in the other one; their keys are not taken over.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The session has no such turn.</exception>
    /// <exception cref="InvalidOperationException">A provider or the model's service keeps the session's history.</exception>
    /// <exception cref="SessionExistsException">The agent's store has a session of that id.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionStoreException">The session's store failed.</exception>
    /// <exception cref="NotSupportedException">Agents of this kind do not keep turns.</exception>
    public ValueTask<AgentSession> ForkSessionAsync(AgentSession session, long? throughTurn = null, string? sessionId = null, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        return ForkSessionCoreAsync(session, throughTurn, sessionId is null ? default(SessionKey?) : new SessionKey(session.Tenant, sessionId), cancellationToken);
    }

    /// <summary>
    /// Takes a session back to an earlier turn: its history ends there, and its state is as it was then. State that was set
    /// outside a turn and is not saved yet stays as it is set. What comes after that turn is no longer part of the session's present:
    /// it is neither read nor forked, unless it is asked for by <see cref="TurnQuery.AllBranches"/> or made the present again by
    /// <see cref="SwitchBranchAsync"/>. Replies that turns with a key have kept stay what a run with the key returns.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="turn">The number of the turn to go back to; 0 for before the first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The turn is not part of the session's present.</exception>
    /// <exception cref="InvalidOperationException">
    /// A provider or the model's service keeps the session's history, or the call was made inside a turn of the session.
    /// </exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere meanwhile.</exception>
    /// <exception cref="SessionStoreException">The session's store failed.</exception>
    /// <exception cref="NotSupportedException">Agents of this kind do not keep turns.</exception>
    public ValueTask RewindSessionAsync(AgentSession session, long turn, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        ArgumentOutOfRangeException.ThrowIfNegative(turn);
        return RewindSessionCoreAsync(session, turn, cancellationToken);
    }

    /// <summary>
    /// Makes another turn of a session its present, with the turns that it follows and the state as it was then: one that a rewind or
    /// an edit has left behind, or an earlier one. State that was set outside a turn and is not saved yet stays as it is set. The
    /// turns that are left now can be come back to in the same way.
    /// </summary>
    /// <remarks><see cref="ReadTurnsAsync"/> with <see cref="TurnQuery.AllBranches"/> says which turns there are.</remarks>
    /// <param name="session">The session.</param>
    /// <param name="turn">The number of the turn to stand at; 0 for before the first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The session has no such turn.</exception>
    /// <exception cref="InvalidOperationException">
    /// A provider or the model's service keeps the session's history, or the call was made inside a turn of the session.
    /// </exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere meanwhile.</exception>
    /// <exception cref="SessionStoreException">The session's store failed.</exception>
    /// <exception cref="NotSupportedException">Agents of this kind do not keep turns.</exception>
    public ValueTask SwitchBranchAsync(AgentSession session, long turn, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        ArgumentOutOfRangeException.ThrowIfNegative(turn);
        return SwitchBranchCoreAsync(session, turn, cancellationToken);
    }

    /// <summary>
    /// Runs a session's last turn again, with its input and with the history and state from before it. The new turn takes the
    /// place of the old one when it is committed; until then, and if it fails, the session stays as it is.
    /// </summary>
    /// <remarks>To run a turn again with another input, run that with <see cref="AgentRunOptions.ReplacesTurn"/>.</remarks>
    /// <param name="session">The session.</param>
    /// <param name="options">Options of this run.</param>
    /// <param name="cancellationToken">Cancels the turn.</param>
    /// <exception cref="InvalidOperationException">
    /// The session has had no turn, or its input is not kept in the session: a provider or the model's service keeps the history.
    /// </exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere since it was loaded.</exception>
    /// <exception cref="SessionStoreException">The session's store or history provider failed.</exception>
    /// <exception cref="NotSupportedException">Agents of this kind do not keep turns.</exception>
    public Task<AgentResponse> RegenerateAsync(AgentSession session, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        return RegenerateCoreAsync(session, options, cancellationToken);
    }

    /// <summary>Runs a session's last turn again, as <see cref="RegenerateAsync"/> does, and streams the answer.</summary>
    /// <inheritdoc cref="RegenerateAsync"/>
    public IAsyncEnumerable<AgentResponseUpdate> RegenerateStreamingAsync(AgentSession session, AgentRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        return new SingleUseStream(RegenerateStreamingCoreAsync(session, options, cancellationToken));
    }

    /// <summary>
    /// Gives a session to another agent, which goes on with its history and state. From here on the session belongs to that
    /// agent, this object included, and this agent refuses it.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="recipient">The agent that is to have it: of the same kind, and with the same store.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The other agent is of another kind, or keeps its sessions elsewhere.</exception>
    /// <exception cref="InvalidOperationException">The call was made inside a turn of the session.</exception>
    /// <exception cref="SessionMismatchException">The session does not belong to this agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere meanwhile.</exception>
    /// <exception cref="SessionStoreException">The session's store failed.</exception>
    /// <exception cref="NotSupportedException">Agents of this kind do not hand sessions over.</exception>
    public ValueTask HandOffAsync(AgentSession session, AIAgent recipient, CancellationToken cancellationToken = default)
    {
        ThrowIfNullOrForeign(session);
        ArgumentNullException.ThrowIfNull(recipient);
        return HandOffCoreAsync(session, recipient, cancellationToken);
    }

    /// <summary>Reads turns, by default those that were committed through the session's <see cref="AgentSession.BeginTurn"/>.</summary>
    /// <param name="session">The session, which belongs to this agent.</param>
    /// <param name="query">Which turns, and in which order.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    protected virtual IAsyncEnumerable<SessionTurn> ReadTurnsCoreAsync(AgentSession session, TurnQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(query);
        return session.Turns.ReadAsync(query, cancellationToken);
    }

    /// <summary>Forks a session. A kind of agent that keeps no turns leaves it as it is.</summary>
    /// <param name="session">The session, which belongs to this agent.</param>
    /// <param name="throughTurn">The last turn to take over, or <see langword="null"/> for the current one.</param>
    /// <param name="key">The new session's key, or <see langword="null"/> for a new one in the session's tenant.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    protected virtual ValueTask<AgentSession> ForkSessionCoreAsync(AgentSession session, long? throughTurn, SessionKey? key, CancellationToken cancellationToken) => throw NotOfThisKind();

    /// <summary>Takes a session back to a turn. A kind of agent that keeps no turns leaves it as it is.</summary>
    /// <param name="session">The session, which belongs to this agent.</param>
    /// <param name="turn">The turn; 0 for before the first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    protected virtual ValueTask RewindSessionCoreAsync(AgentSession session, long turn, CancellationToken cancellationToken) => throw NotOfThisKind();

    /// <summary>Makes another turn of a session its present. A kind of agent that keeps no turns leaves it as it is.</summary>
    /// <param name="session">The session, which belongs to this agent.</param>
    /// <param name="turn">The turn, of whatever branch; 0 for before the first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    protected virtual ValueTask SwitchBranchCoreAsync(AgentSession session, long turn, CancellationToken cancellationToken) => throw NotOfThisKind();

    /// <summary>Runs the last turn again. A kind of agent that keeps no turns leaves it as it is.</summary>
    /// <param name="session">The session, which belongs to this agent.</param>
    /// <param name="options">Options of this run.</param>
    /// <param name="cancellationToken">Cancels the turn.</param>
    protected virtual Task<AgentResponse> RegenerateCoreAsync(AgentSession session, AgentRunOptions? options, CancellationToken cancellationToken) => throw NotOfThisKind();

    /// <summary>Runs the last turn again and streams the answer. A kind of agent that keeps no turns leaves it as it is.</summary>
    /// <inheritdoc cref="RegenerateCoreAsync"/>
    protected virtual IAsyncEnumerable<AgentResponseUpdate> RegenerateStreamingCoreAsync(AgentSession session, AgentRunOptions? options, CancellationToken cancellationToken) => throw NotOfThisKind();

    /// <summary>Gives a session to another agent. A kind of agent that does not do so leaves it as it is.</summary>
    /// <param name="session">The session, which belongs to this agent.</param>
    /// <param name="recipient">The agent that is to have it.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    protected virtual ValueTask HandOffCoreAsync(AgentSession session, AIAgent recipient, CancellationToken cancellationToken) => throw NotOfThisKind();

    private static async IAsyncEnumerable<ChatMessage> MessagesOfAsync(IAsyncEnumerable<SessionTurn> turns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var turn in turns.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var message in turn.Messages)
            {
                yield return message;
            }
        }
    }

    private NotSupportedException NotOfThisKind([CallerMemberName] string operation = "") =>
        new($"Agents of the kind {GetType()} do not support this: the kind does not override {operation}.");
}
