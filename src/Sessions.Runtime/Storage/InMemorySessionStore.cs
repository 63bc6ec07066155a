using System.Runtime.CompilerServices;

namespace Sessions;

/// <summary>Keeps sessions in the memory of the process: for tests, and for programs whose sessions need not outlive them.</summary>
public sealed class InMemorySessionStore : SessionStore
{
    private readonly object _gate = new();
    private readonly Dictionary<SessionKey, Log> _sessions = [];

    /// <inheritdoc/>
    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_sessions.TryGetValue(key, out var log) ? new StoredSession(log.Head, log.ReadState()) : null);
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StoredTurn> ReadTurnsAsync(
        SessionKey key, long afterTurn, long throughTurn, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<StoredTurn> turns;
        lock (_gate)
        {
            turns = _sessions.TryGetValue(key, out var log) ? log.ReadTurns(afterTurn, throughTurn) : [];
        }

        foreach (var turn in turns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return turn;
        }
    }

    /// <inheritdoc/>
    public override ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        cancellationToken.ThrowIfCancellationRequested();
        var key = commit.Head.Key;
        StoredTurn[] turns = [.. commit.Turns.Select(Copy)];
        StateValue[] state = [.. commit.State.Select(Copy)];
        lock (_gate)
        {
            var actual = _sessions.TryGetValue(key, out var log) ? log.Head.Revision : default(long?);
            if (actual != commit.ExpectedRevision)
            {
                throw new SessionConflictException(key, commit.ExpectedRevision ?? 0, actual);
            }

            _sessions[key] = log ??= new Log();
            log.Append(commit.Head, turns, state);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_sessions.Remove(key));
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<SessionHead> heads;
        lock (_gate)
        {
            heads = _sessions.Values.Select(log => log.Head)
                .Where(head => head.Key.Tenant == query.Tenant
                    && string.CompareOrdinal(head.Key.Id, query.AfterId) > 0
                    && (query.AgentId is null || head.AgentId == query.AgentId))
                .OrderBy(head => head.Key.Id, StringComparer.Ordinal)
                .Take(query.MaxCount)
                .ToList();
        }

        foreach (var head in heads)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new SessionSummary
            {
                Key = head.Key,
                AgentId = head.AgentId,
                TurnCount = head.LastTurn,
                CreatedAt = head.CreatedAt,
                UpdatedAt = head.UpdatedAt,
            };
        }
    }

    // The caller may use its buffers again.
    private static StoredTurn Copy(StoredTurn turn) => turn with { Messages = [.. turn.Messages.Select(Copy)] };

    private static StateValue Copy(StateValue value) => value with { Json = value.Json is { } json ? Copy(json) : null };

    private static ReadOnlyMemory<byte> Copy(ReadOnlyMemory<byte> json) => json.ToArray();

    /// <summary>One session. Turns and state are found by the numbers of turns, along the chain of their parents.</summary>
    private sealed class Log
    {
        private readonly Dictionary<long, StoredTurn> _turns = [];
        private readonly Dictionary<long, Dictionary<string, StateValue>> _state = [];

        public SessionHead Head { get; private set; } = null!;

        public void Append(SessionHead head, IEnumerable<StoredTurn> turns, IEnumerable<StateValue> state)
        {
            Head = head;
            foreach (var turn in turns)
            {
                _turns[turn.Turn.Number] = turn;
            }

            if (!_state.TryGetValue(head.CurrentTurn, out var values))
            {
                _state[head.CurrentTurn] = values = new(StringComparer.Ordinal);
            }

            foreach (var value in state)
            {
                values[value.Key] = value;
            }
        }

        public List<StoredTurn> ReadTurns(long afterTurn, long throughTurn)
        {
            var turns = new List<StoredTurn>();
            for (var number = throughTurn; number > afterTurn && _turns.TryGetValue(number, out var turn); number = turn.Turn.ParentTurn)
            {
                turns.Add(turn);
            }

            turns.Reverse();
            return turns;
        }

        public List<StateValue> ReadState()
        {
            var newest = new Dictionary<string, StateValue>(StringComparer.Ordinal);
            for (long? number = Head.CurrentTurn; number is not null; number = _turns.GetValueOrDefault(number.Value)?.Turn.ParentTurn)
            {
                foreach (var (key, value) in _state.GetValueOrDefault(number.Value) ?? [])
                {
                    newest.TryAdd(key, value);
                }
            }

            return newest.Values.Where(value => value.Json is not null).ToList();
        }
    }
}
