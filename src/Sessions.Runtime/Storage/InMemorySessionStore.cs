using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>Keeps sessions in the memory of the process: for tests, and for programs whose sessions may end with them.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class InMemorySessionStore : SessionStore
{
    private readonly object _gate = new();
    private readonly Dictionary<SessionKey, Entry> _sessions = [];
    private readonly Dictionary<(SessionKey Session, string TurnKey), List<ReadOnlyMemory<byte>>> _steps = [];

    /// <inheritdoc/>
    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_sessions.TryGetValue(key, out var entry) ? new StoredSession(entry.Head, entry.StateAt(entry.Head.CurrentTurn)) : null);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_sessions.GetValueOrDefault(key)?.StateAt(throughTurn) ?? []);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_sessions.GetValueOrDefault(key)?.Head.Revision);
        }
    }

    /// <inheritdoc/>
    public override ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_sessions.GetValueOrDefault(key)?.FindReply(turnKey));
        }
    }

    /// <inheritdoc/>
    public override ValueTask AppendStepAsync(SessionKey key, string turnKey, ReadOnlyMemory<byte> stepJson, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_steps.TryGetValue((key, turnKey), out var steps))
            {
                _steps[(key, turnKey)] = steps = [];
            }

            steps.Add(stepJson.ToArray());
            return default;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_steps.TryGetValue((key, turnKey), out var steps) ? [.. steps] : []);
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(
        SessionKey key, long throughTurn, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var number = throughTurn;
        while (Find(key, number) is { } turn)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return turn;
            number = turn.Turn.ParentTurn;
        }

        await default(ValueTask).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<StoredTurn> ReadTurnsAsync(
        SessionKey key, long afterTurn, long throughTurn, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        StoredTurn[] turns;
        lock (_gate)
        {
            turns = _sessions.TryGetValue(key, out var entry) ? [.. entry.Chain(throughTurn).TakeWhile(turn => turn.Turn.Number > afterTurn).Select(entry.WithState)] : [];
        }

        Array.Reverse(turns);
        foreach (var turn in turns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return turn;
        }

        await default(ValueTask).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask<StoredTurn?> ReadFirstTurnAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_sessions.GetValueOrDefault(key)?.Chain(throughTurn).LastOrDefault());
        }
    }

    /// <inheritdoc/>
    public override ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var key = commit.Head.Key;
            var entry = _sessions.GetValueOrDefault(key);
            if (entry?.Head.Revision != commit.ExpectedRevision)
            {
                throw new SessionConflictException(key, commit.ExpectedRevision ?? 0, entry?.Head.Revision);
            }

            entry ??= _sessions[key] = new Entry(commit.Head);
            entry.Append(commit);
            foreach (var turnKey in commit.Turns.Where(turn => turn.Reply is not null).Select(turn => turn.Turn.TurnKey!))
            {
                _steps.Remove((key, turnKey));
            }

            return default;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var steps in _steps.Keys.Where(steps => steps.Session == key).ToList())
            {
                _steps.Remove(steps);
            }

            return new(_sessions.Remove(key));
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<SessionSummary> page;
        lock (_gate)
        {
            page = [.. _sessions.Values.Select(entry => entry.Head)
                .Where(head => string.Equals(head.Key.Tenant, query.Tenant, StringComparison.Ordinal))
                .Where(head => query.AgentId is null || string.Equals(head.AgentId, query.AgentId, StringComparison.Ordinal))
                .Where(head => query.AfterId is null || string.CompareOrdinal(head.Key.Id, query.AfterId) > 0)
                .OrderBy(head => head.Key.Id, StringComparer.Ordinal)
                .Take(query.MaxCount)
                .Select(head => new SessionSummary { Key = head.Key, AgentId = head.AgentId, TurnCount = head.LastTurn, CreatedAt = head.CreatedAt, UpdatedAt = head.UpdatedAt })];
        }

        foreach (var summary in page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return summary;
        }

        await default(ValueTask).ConfigureAwait(false);
    }

    private StoredTurn? Find(SessionKey key, long number)
    {
        lock (_gate)
        {
            return _sessions.GetValueOrDefault(key)?.Find(number);
        }
    }

    /// <summary>One session: its head, its turns by number, their replies, and the state values written at each.</summary>
    private sealed class Entry(SessionHead head)
    {
        private readonly Dictionary<long, StoredTurn> _turns = [];
        private readonly Dictionary<string, StoredReply> _replies = new(StringComparer.Ordinal);
        private StateHistory _state;

        public SessionHead Head { get; private set; } = head;

        public void Append(SessionCommit commit)
        {
            Head = commit.Head;
            foreach (var turn in commit.Turns)
            {
                _turns.Add(turn.Turn.Number, new StoredTurn(turn.Turn, [.. turn.Messages.Select(Own)]));
                if (turn.Reply is { } reply)
                {
                    _replies[turn.Turn.TurnKey!] = reply with { InputHash = Own(reply.InputHash), Response = Own(reply.Response) };
                }
            }

            _state.Write(0, [.. commit.InitialState.Select(Own)]);
            foreach (var turn in commit.Turns)
            {
                _state.Write(turn.Turn.Number, [.. turn.State.Select(Own)]);
            }

            _state.Write(Head.CurrentTurn, [.. commit.State.Select(Own)]);
        }

        public StoredTurn? Find(long number) => _turns.GetValueOrDefault(number);

        public StoredReply? FindReply(string turnKey) => _replies.GetValueOrDefault(turnKey);

        /// <summary>The turns from one back to the first.</summary>
        public IEnumerable<StoredTurn> Chain(long number)
        {
            while (_turns.TryGetValue(number, out var turn))
            {
                yield return turn;
                number = turn.Turn.ParentTurn;
            }
        }

        public IReadOnlyList<StateValue> StateAt(long number) => _state.At(Chain(number).Select(turn => turn.Turn.Number));

        public StoredTurn WithState(StoredTurn turn) => turn with { State = _state.WrittenAt(turn.Turn.Number) };

        /// <summary>The store's own copy of bytes whose buffer the caller may use again.</summary>
        private static ReadOnlyMemory<byte> Own(ReadOnlyMemory<byte> json) => json.ToArray();

        private static StateValue Own(StateValue value) => value with { Json = value.Json is { } json ? Own(json) : default(ReadOnlyMemory<byte>?) };
    }
}
