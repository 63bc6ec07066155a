using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>Keeps sessions in a SQLite database: one file, no server.</summary>
/// <remarks>
/// <para>The file is created when it is absent; its directory must exist. Many processes of one machine may share it. A commit
/// is one transaction, and durable when it returns (write-ahead log, <c>synchronous=FULL</c>). An operation that finds the database
/// locked, by this process or another, waits as long as <c>Default Timeout</c> in the connection string says (30 s by default), all in
/// all, and holds no thread meanwhile.</para>
/// <para>Where the file is deleted or replaced while the store is in use, the operations that notice fail with a
/// <see cref="SessionStoreException"/>: nothing is said to be committed that is not in the file at the path. After that the store goes
/// on with the file that is there, and creates it when it is absent.</para>
/// <para>A file that is not a session database is refused with a <see cref="SessionStoreException"/> and left as it is; so are
/// databases in memory, with an <see cref="ArgumentException"/>: use <see cref="InMemorySessionStore"/>.</para>
/// <para>Connections come from Microsoft.Data.Sqlite's pool; the store owns none and needs no disposal.</para>
/// </remarks>
public sealed class SqliteSessionStore : SessionStore
{
    // A list of many sessions is not read on one snapshot, which would keep the write-ahead log from being emptied meanwhile.
    private const int ListPageSize = 500;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes a store on a database file. The file is opened, and created if need be, on first use.</summary>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=sessions.db</c>.</param>
    /// <param name="timeProvider">The clock that the age of steps is told by; the system's by default.</param>
    /// <exception cref="ArgumentException">The connection string is malformed, or names a database in memory.</exception>
    public SqliteSessionStore(string connectionString, TimeProvider? timeProvider = null)
    {
        _database = new SqliteDatabase(connectionString);
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The database file: equal for stores on one file, whatever their connection strings, with links resolved.</summary>
    public override object Location => _database.Location;

    /// <inheritdoc/>
    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(
            connection => SessionTable.Read(connection, key) is { } head
                ? new StoredSession(head, StateTable.Read(connection, key, head.CurrentTurn))
                : null,
            cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => StateTable.Read(connection, key, throughTurn), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<long?> GetRevisionAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => SessionTable.ReadRevision(connection, key), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<StoredReply?> FindReplyAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => TurnTable.FindReply(connection, key, turnKey), cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask AppendStepAsync(SessionKey key, string turnKey, ReadOnlyMemory<byte> stepJson, CancellationToken cancellationToken = default) =>
        await _database.WriteAsync(
            connection =>
            {
                var now = _timeProvider.GetUtcNow();
                StepTable.DeleteOld(connection, key.Tenant, now);
                StepTable.Append(connection, key, turnKey, stepJson, now);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadStepsAsync(SessionKey key, string turnKey, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => StepTable.Read(connection, key, turnKey), cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        _database.ReadRowsAsync(connection => TurnTable.ReadBackward(connection, key, throughTurn), cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        _database.ReadRowsAsync(connection => TurnTable.Read(connection, key, afterTurn, throughTurn), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<StoredTurn?> ReadFirstTurnAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => TurnTable.ReadFirst(connection, key, throughTurn), cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<StoredTurn> ReadAllTurnsAsync(SessionKey key, long afterTurn, long throughTurn, bool newestFirst, CancellationToken cancellationToken = default) =>
        _database.ReadRowsAsync(connection => TurnTable.ReadAll(connection, key, afterTurn, throughTurn, newestFirst), cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        await _database.WriteAsync(
            connection =>
            {
                var head = commit.Head;
                SessionTable.Write(connection, head, commit.ExpectedRevision);
                TurnTable.Append(connection, head.Key, commit.Turns);
                StepTable.DeleteOld(connection, head.Key.Tenant, _timeProvider.GetUtcNow());
                StepTable.Delete(connection, head.Key, commit.Turns.Where(turn => turn.Reply is not null).Select(turn => turn.Turn.TurnKey!));
                StateTable.Write(connection, head.Key, 0, commit.InitialState);
                foreach (var turn in commit.Turns)
                {
                    StateTable.Write(connection, head.Key, turn.Turn.Number, turn.State);
                }

                StateTable.Write(connection, head.Key, head.CurrentTurn, commit.State);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        _database.WriteAsync(connection => SessionTable.Delete(connection, key), cancellationToken);

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var left = query.MaxCount ?? int.MaxValue;
        var after = query.AfterId;
        while (left > 0)
        {
            var (afterId, count) = (after, Math.Min(left, ListPageSize));
            var page = await _database.ReadAsync(connection => SessionTable.List(connection, query, afterId, count), cancellationToken).ConfigureAwait(false);
            foreach (var session in page)
            {
                yield return session;
            }

            left = page.Count < count ? 0 : left - count;
            after = page.Count == 0 ? null : page[^1].Key.Id;
        }
    }

    /// <summary>Opens the database, creating it if need be, and takes its write lock for a moment, unless it is opened to be read. Nothing is written.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    public override ValueTask ProbeAsync(CancellationToken cancellationToken = default) => _database.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _database.WriteAsync(connection => SessionTable.Delete(connection, query), cancellationToken);
    }
}
