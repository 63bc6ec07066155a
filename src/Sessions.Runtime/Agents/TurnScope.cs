using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// A turn that was begun with <see cref="AgentSession.BeginTurn"/>, until it is committed or disposed. Disposing it without a commit
/// drops what the turn set and would have kept.
/// </summary>
/// <remarks>Used by one caller at a time.</remarks>
public sealed class TurnScope : IDisposable
{
    private readonly AgentSession _session;
    private readonly TurnContext _turn;
    private readonly TimeProvider _timeProvider;
    private readonly DateTimeOffset _startedAt;
    private readonly TurnQueueEntry _entry;
    private readonly StateScope _state;
    private IReadOnlyList<ChatMessage> _messages = [];
    private bool _isOver;

    private TurnScope(AgentSession session, TurnContext turn, TimeProvider timeProvider, TurnQueueEntry entry)
    {
        _session = session;
        _turn = turn;
        _timeProvider = timeProvider;
        _startedAt = timeProvider.GetUtcNow();
        _entry = entry;
        entry.Scope = _state = new Flow(session.State, turn);
    }

    /// <summary>
    /// Commits the turn: its record, the messages that <see cref="InMemoryHistoryProvider"/> has kept of it, and the state that
    /// was set in it, together or not at all. What is set from here on is not the turn's any more.
    /// </summary>
    /// <param name="cancellationToken">Cancels the commit before it is written; never half-way.</param>
    /// <exception cref="InvalidOperationException">
    /// The turn has no response (<see cref="TurnContext.Complete"/> gives it one), is committed already, or is disposed.
    /// </exception>
    /// <exception cref="SessionConflictException">The session was changed elsewhere since it was loaded. The response is in the exception.</exception>
    /// <exception cref="SessionStoreException">The session's store failed. The response is in the exception.</exception>
    public async ValueTask CommitAsync(CancellationToken cancellationToken = default)
    {
        if (_isOver)
        {
            throw new InvalidOperationException($"Turn {_turn.TurnId} is committed or disposed already. Begin another one.");
        }

        var response = _turn.Response ?? throw new InvalidOperationException(
            $"Turn {_turn.TurnId} has no response, so there is nothing to commit. Call TurnContext.Complete first, or dispose the turn to drop it.");
        cancellationToken.ThrowIfCancellationRequested();
        _turn.LeaveOutOthers(_messages);
        var head = _session.Head;
        var now = _timeProvider.GetUtcNow();
        var record = _turn.ToRecord(head, TurnStatus.Completed, response.Usage, Math.Min(_messages.Count, _turn.InputMessages.Count), _startedAt, now);
        try
        {
            var owner = head.ServiceSessionId is null ? HistoryOwner.Local : HistoryOwner.Service;
            var next = head.Following(record, head.TurnCount + 1, owner, head.ServiceSessionId);
            await _session.CommitAsync(next, new SessionTurn(record, _messages), _session.State.CaptureChanges(_state), cancellationToken).ConfigureAwait(false);
        }
        catch (SessionException exception)
        {
            exception.Response = response;
            throw;
        }

        _isOver = true;
    }

    /// <summary>Ends the turn, and lets the session's next one begin.</summary>
    public void Dispose()
    {
        _isOver = true;
        _state.End();
        _state.Leave();
        _entry.Dispose();
    }

    internal static TurnScope Begin(AgentSession session, TurnContext turn, TimeProvider timeProvider)
    {
        if (!string.Equals(turn.Agent.Id, session.AgentId, StringComparison.Ordinal))
        {
            throw new SessionMismatchException(session.Key, session.AgentId, turn.Agent.Id);
        }

        var scope = new TurnScope(session, turn, timeProvider, TurnQueueEntry.Enter(session.QueueName, turn.CompactId));
        try
        {
            turn.Begin(scope, session.Head.CurrentTurn);
        }
        catch
        {
            scope.Dispose();
            throw;
        }

        scope._state.Enter();
        return scope;
    }

    /// <summary>Adds messages to those that the commit writes.</summary>
    internal void Append(IReadOnlyList<ChatMessage> messages) => _messages = [.. _messages, .. messages];

    private sealed class Flow(SessionState state, TurnContext turn) : TurnFlow(state)
    {
        public override TurnContext Turn => turn;
    }
}
