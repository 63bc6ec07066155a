using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.AgentFramework.Durable;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework;

// The sessions in the store: what an agent of ours does with its own.
public sealed partial class SessionsAgent
{
    /// <summary>Loads a session of the default tenant, or creates it.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <inheritdoc cref="GetSessionAsync(SessionKey, string?, CancellationToken)"/>
    public ValueTask<Framework.AgentSession> GetSessionAsync(string sessionId, string? serviceSessionId = null, CancellationToken cancellationToken = default) =>
        GetSessionAsync(new SessionKey(sessionId), serviceSessionId, cancellationToken);

    /// <summary>Loads a session, or creates it.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="serviceSessionId">The id of a conversation that the model's service keeps, for the session to go on with.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <exception cref="SessionMismatchException">The stored session belongs to another agent.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="serviceSessionId"/> is given, and the stored session keeps its history locally.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<Framework.AgentSession> GetSessionAsync(SessionKey key, string? serviceSessionId = null, CancellationToken cancellationToken = default) =>
        new SessionsAgentSession(await _turns.GetSessionAsync(key, serviceSessionId, cancellationToken).ConfigureAwait(false));

    /// <summary>Creates a session, which the store holds from here on.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    /// <exception cref="SessionExistsException">The store has a session of that key.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<Framework.AgentSession> CreateSessionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        new SessionsAgentSession(await _turns.CreateSessionAsync(key, cancellationToken).ConfigureAwait(false));

    /// <summary>Loads a session, if the store has it.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <returns>The session, or <see langword="null"/> if the store does not have it.</returns>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<Framework.AgentSession?> FindSessionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        await _turns.FindSessionAsync(key, cancellationToken).ConfigureAwait(false) is { } found ? new SessionsAgentSession(found) : null;

    /// <summary>Commits state that was set outside a turn. Does nothing when there is none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the commit.</param>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere since it was loaded.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask SaveSessionAsync(Framework.AgentSession session, CancellationToken cancellationToken = default)
    {
        var own = Own(session);
        own.TakeState();
        await _turns.SaveSessionAsync(own.Inner, cancellationToken).ConfigureAwait(false);
        own.ShowState();
    }

    /// <summary>Changes what a session is called, whose it is, or how long it lasts, at once and without a turn.</summary>
    /// <param name="session">The session.</param>
    /// <param name="update">Makes the new details of those that the session object has seen.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The session was deleted from the store.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public ValueTask UpdateDetailsAsync(Framework.AgentSession session, Func<SessionDetails, SessionDetails> update, CancellationToken cancellationToken = default) =>
        _turns.UpdateDetailsAsync(Own(session).Inner, update, cancellationToken);

    /// <summary>Reads the messages of a session, oldest first unless the query says otherwise. They are the history itself, and not to be changed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="query">Of which turns; of all by default.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionFormatException">A stored message is damaged.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public IAsyncEnumerable<ChatMessage> ReadMessagesAsync(Framework.AgentSession session, TurnQuery? query = null, CancellationToken cancellationToken = default) =>
        _turns.ReadMessagesAsync(Own(session).Inner, query, cancellationToken);

    /// <summary>Reads the turns of a session with their messages, oldest first unless the query says otherwise.</summary>
    /// <inheritdoc cref="ReadMessagesAsync"/>
    public IAsyncEnumerable<SessionTurn> ReadTurnsAsync(Framework.AgentSession session, TurnQuery? query = null, CancellationToken cancellationToken = default) =>
        _turns.ReadTurnsAsync(Own(session).Inner, query, cancellationToken);

    /// <summary>Makes a session that begins with the turns and the state of another one.</summary>
    /// <param name="session">The session.</param>
    /// <param name="throughTurn">The last turn to take over; the current one by default.</param>
    /// <param name="sessionId">The new session's id in the same tenant; a new one by default.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such turn.</exception>
    /// <exception cref="SessionExistsException">The store has a session of that id.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<Framework.AgentSession> ForkSessionAsync(Framework.AgentSession session, long? throughTurn = null, string? sessionId = null, CancellationToken cancellationToken = default) =>
        new SessionsAgentSession(await _turns.ForkSessionAsync(Own(session).Inner, throughTurn, sessionId, cancellationToken).ConfigureAwait(false));

    /// <summary>Takes a session back to an earlier turn, with the state of that turn.</summary>
    /// <param name="session">The session.</param>
    /// <param name="turn">The turn; 0 for before the first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such turn.</exception>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere meanwhile.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask RewindSessionAsync(Framework.AgentSession session, long turn, CancellationToken cancellationToken = default)
    {
        var own = Own(session);
        own.TakeState();
        await _turns.RewindSessionAsync(own.Inner, turn, cancellationToken).ConfigureAwait(false);
        own.ShowState();
    }

    /// <summary>Gives a session to another agent, which goes on with its history and state. From here on this agent refuses it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="recipient">The agent that is to have it, with the same store.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The other agent keeps its sessions elsewhere.</exception>
    /// <exception cref="SessionMismatchException">The session does not belong to this agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere meanwhile.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public ValueTask HandOffAsync(Framework.AgentSession session, SessionsAgent recipient, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        return _turns.HandOffAsync(Own(session).Inner, recipient._turns, cancellationToken);
    }

    /// <summary>Takes a session over from an agent that is gone, such as this one under its former name.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="fromAgentId">What the agent was known by that the session belongs to: the id that it was given, else its name.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The session, or <see langword="null"/> if the store does not have it.</returns>
    /// <exception cref="SessionMismatchException">The session belongs to a third agent.</exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere meanwhile.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<Framework.AgentSession?> TakeOverSessionAsync(SessionKey key, string fromAgentId, CancellationToken cancellationToken = default) =>
        await _turns.TakeOverSessionAsync(key, fromAgentId, cancellationToken).ConfigureAwait(false) is { } taken ? new SessionsAgentSession(taken) : null;

    /// <summary>Lists the agent's sessions, those that were committed last first, unless the query says otherwise.</summary>
    /// <param name="query">Which sessions; those of the default tenant by default.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public IAsyncEnumerable<SessionSummary> ListSessionsAsync(SessionQuery? query = null, CancellationToken cancellationToken = default) =>
        _turns.ListSessionsAsync(query, cancellationToken);

    /// <summary>Deletes a session with all that belongs to it. A turn of it that runs in this process is interrupted first.</summary>
    /// <param name="key">The session's tenant and id.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    /// <returns>Whether the store had the session.</returns>
    /// <exception cref="SessionMismatchException">The session belongs to another agent.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public ValueTask<bool> DeleteSessionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        _turns.DeleteSessionAsync(key, cancellationToken);

    /// <summary>
    /// Makes a session of one that the framework's <c>ChatClientAgent</c> has serialized, this agent's inner one for example: its messages
    /// become turns, what is in its state bag becomes state, and the service's id of the conversation stays. The store has it at once.
    /// </summary>
    /// <param name="serialized">What the framework's agent has serialized.</param>
    /// <param name="key">The new session's tenant and id.</param>
    /// <param name="historyKey">What the state bag has the messages under, where <c>InMemoryChatHistoryProviderOptions.StateKey</c> said so.</param>
    /// <param name="cancellationToken">Cancels the import; nothing is left of it then.</param>
    /// <returns>The session, and what became of the parts of the other.</returns>
    /// <exception cref="SessionFormatException">It is no session of the framework's agent, or it is damaged: the message says where.</exception>
    /// <exception cref="SessionExistsException">The store has a session of that key.</exception>
    /// <exception cref="SessionMismatchException">The store has a session of that key, of another agent.</exception>
    /// <exception cref="SessionStoreException">The store failed.</exception>
    public async ValueTask<AgentFrameworkImport<Framework.AgentSession>> ImportAgentFrameworkSessionAsync(JsonElement serialized, SessionKey key, string? historyKey = null, CancellationToken cancellationToken = default)
    {
        var import = await _turns.ImportAgentFrameworkSessionAsync(serialized, key, historyKey, cancellationToken).ConfigureAwait(false);
        return import.With<Framework.AgentSession>(new SessionsAgentSession(import.Session));
    }
}
