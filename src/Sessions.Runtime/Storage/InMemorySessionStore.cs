using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>Keeps sessions in the memory of the process: for tests, and for programs whose sessions may end with them.</summary>
/// <param name="timeProvider">The clock that the age of steps is told by; the system's by default.</param>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class InMemorySessionStore(TimeProvider? timeProvider = null) : SessionStore
{
    private readonly object _gate = new();
    private readonly Dictionary<SessionKey, InMemorySession> _sessions = [];
    private readonly UnfinishedSteps _steps = new(timeProvider ?? TimeProvider.System);

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
            _steps.Append(key, turnKey, stepJson);
            return default;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new(_steps.Read(key, turnKey));
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
    public override async IAsyncEnumerable<StoredTurn> ReadAllTurnsAsync(
        SessionKey key, long afterTurn, long throughTurn, bool newestFirst, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        StoredTurn[] turns;
        lock (_gate)
        {
            turns = _sessions.TryGetValue(key, out var entry) ? entry.Between(afterTurn, throughTurn) : [];
        }

        foreach (var turn in newestFirst ? Enumerable.Reverse(turns) : turns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return turn;
        }

        await default(ValueTask).ConfigureAwait(false);
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

            entry ??= _sessions[key] = new InMemorySession(commit.Head);
            entry.Append(commit);
            _steps.RemoveOf(commit);
            return default;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _steps.Remove(session => session == key);
            return new(_sessions.Remove(key));
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<SessionSummary> found;
        lock (_gate)
        {
            found = [.. _sessions.Values
                .Where(entry => query.Fits(entry.Head) && (query.AfterId is null || string.CompareOrdinal(entry.Head.Key.Id, query.AfterId) > 0))
                .OrderBy(entry => entry.Head.Key.Id, StringComparer.Ordinal)
                .Take(query.MaxCount ?? int.MaxValue)
                .Select(entry => entry.ToSummary())];
        }

        foreach (var summary in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return summary;
        }

        await default(ValueTask).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var deleted = _sessions.Values.Where(entry => query.Fits(entry.Head)).Select(entry => entry.Head.Key).ToHashSet();
            foreach (var key in deleted)
            {
                _sessions.Remove(key);
            }

            _steps.Remove(session => deleted.Contains(session) || (query.IsAllOfTenant && string.Equals(session.Tenant, query.Tenant, StringComparison.Ordinal)));
            return new(deleted.Count);
        }
    }

    private StoredTurn? Find(SessionKey key, long number)
    {
        lock (_gate)
        {
            return _sessions.GetValueOrDefault(key)?.Find(number);
        }
    }
}
