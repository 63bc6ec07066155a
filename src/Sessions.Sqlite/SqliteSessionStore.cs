using Sessions.Storage;

namespace Sessions;

/// <summary>Keeps sessions in a SQLite database: one file, no server.</summary>
/// <remarks>
/// <para>The file is created when it is absent; its directory must exist. Many processes of one machine may share it. What several turns
/// commit at the same time is one transaction, durable when their commits return (write-ahead log, <c>synchronous=FULL</c>, unless
/// <see cref="SqliteSessionStoreOptions.SynchronousMode"/> says otherwise). An operation that finds the database locked, by this process
/// or another, waits as long as <c>Default Timeout</c> in the connection string says (30 s by default), all in all, and holds no thread
/// meanwhile. A commit whose token is cancelled while it waits is not written; once it is being written, its outcome is waited for.</para>
/// <para>A session costs what its new words cost: to open, to commit, to fork and to list it does not depend on how long it is.</para>
/// <para>Where the file is deleted or replaced while the store is in use, the operations that notice fail with a
/// <see cref="SessionStoreException"/>: nothing is said to be committed that is not in the file at the path. After that the store goes
/// on with the file that is there, and creates it when it is absent.</para>
/// <para>A file that is not a session database is refused with a <see cref="SessionStoreException"/> and left as it is; so are
/// databases in memory, with an <see cref="ArgumentException"/>: use <see cref="InMemorySessionStore"/>.</para>
/// <para>The store keeps its connections open until it is disposed.</para>
/// </remarks>
public sealed partial class SqliteSessionStore : SessionStore, IDisposable
{
    private const int SessionsAtOnce = 100;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _timeProvider;

    // Of which file it is known that all its words can be found.
    private int _searchable = -1;

    /// <summary>Makes a store on a database file. The file is opened, and created if need be, on first use.</summary>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=sessions.db</c>.</param>
    /// <exception cref="ArgumentException">The connection string is malformed, or names a database in memory.</exception>
    public SqliteSessionStore(string connectionString)
        : this(connectionString, new SqliteSessionStoreOptions())
    {
    }

    /// <summary>Makes a store on a database file. The file is opened, and created if need be, on first use.</summary>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=sessions.db</c>.</param>
    /// <param name="timeProvider">The clock that sessions and steps expire by.</param>
    /// <exception cref="ArgumentException">The connection string is malformed, or names a database in memory.</exception>
    public SqliteSessionStore(string connectionString, TimeProvider timeProvider)
        : this(connectionString, new SqliteSessionStoreOptions { TimeProvider = timeProvider })
    {
    }

    /// <summary>Makes a store on a database file. The file is opened, and created if need be, on first use.</summary>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=sessions.db</c>.</param>
    /// <param name="options">How the file is used.</param>
    /// <exception cref="ArgumentException">The connection string is malformed, or names a database in memory.</exception>
    public SqliteSessionStore(string connectionString, SqliteSessionStoreOptions options)
        : this(connectionString, options, SqliteSchema.Steps)
    {
    }

    internal SqliteSessionStore(string connectionString, SqliteSessionStoreOptions options, IReadOnlyList<string> schema)
    {
        ArgumentNullException.ThrowIfNull(options);
        _database = new SqliteDatabase(connectionString, options, schema);
        _timeProvider = options.TimeProvider ?? TimeProvider.System;
    }

    /// <summary>The database file: equal for stores on one file, whatever their connection strings, with links resolved.</summary>
    public override object Location => _database.Location;

    /// <summary>
    /// It finds sessions by the words of their messages, in whatever case and with or without accents. The first search makes the index, which takes
    /// a while where there are many turns; until then it costs nothing.
    /// </summary>
    public override SessionStoreCapabilities Capabilities => SessionStoreCapabilities.TextSearch;

    private DateTimeOffset Now => _timeProvider.GetUtcNow();

    /// <summary>Opens the database, creating it if need be, and takes its write lock for a moment, unless it is opened to be read. Nothing is written.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    public override ValueTask ProbeAsync(CancellationToken cancellationToken = default) => _database.ProbeAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opening);
        return _database.ReadShortAsync(link => SessionReader.Open(link, key, opening, Now), cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(link => SessionReader.LoadState(link, key, turn, Now), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return _database.ReadAsync(link => SessionReader.ReadTurns(link, key, range, Now), cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return _database.WriteAsync(link => DamagedRow.Explain(() => SessionWriter.Commit(link, commit, Now), "turns", $"session '{commit.Head.Key}'"), cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storedStep);
        return _database.WriteAsync(
            link => storedStep.SessionCreatedAt is { } createdAt && SessionWriter.Find(link, key, Now)?.Head.CreatedAt != createdAt
                ? StepOutcome.SessionGone
                : StepTable.Append(link, key, turnKey, storedStep, Now),
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default) =>
        _database.WriteAsync(link => DamagedRow.Explain(() => SessionWriter.Move(link, key, expectedRevision, turn, updatedAt, Now), "turns", $"session '{key}'"), cancellationToken);

    /// <summary>Makes a session that begins with the turns and the state of another. The turns are not copied: the two share them.</summary>
    /// <inheritdoc/>
    public override async ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fork);
        return await _database.WriteAsync(link => DamagedRow.Explain(() => SessionWriter.Fork(link, fork, Now), "turns", $"session '{fork.Source}'"), cancellationToken).ConfigureAwait(false)
            ?? throw new ArgumentOutOfRangeException(nameof(fork), $"There is no session '{fork.Source}' with turn {fork.ThroughTurn} in its present.");
    }

    /// <inheritdoc/>
    public override ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return _database.WriteAsync(
            link =>
            {
                var row = SessionWriter.Find(link, key, Now);
                if (row is not null)
                {
                    SessionTable.SetDetails(link, row.Segment, update.ApplyTo(row.Details));
                }

                return row is not null;
            },
            cancellationToken);
    }

    /// <summary>
    /// Deletes a session. It is gone at once; its turns are erased before this returns, in parts, so that others need not wait, and
    /// those that forks reach stay until they are deleted too.
    /// </summary>
    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default)
    {
        var wasThere = await _database.WriteErasureAsync(link => SessionWriter.Delete(link, key, Now), cancellationToken).ConfigureAwait(false);
        await _database.EraseAsync().ConfigureAwait(false);
        return wasThere;
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(query, cancellationToken).ConfigureAwait(false);
        return await _database.ReadAsync(link => SessionList.Read(link, query, Now), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<TokenUsage> GetUsageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(query, cancellationToken).ConfigureAwait(false);
        return await _database.ReadAsync(link => SessionList.SumUsage(link, query, Now), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> PurgeAsync(int maxCount, TimeSpan grace = default, CancellationToken cancellationToken = default)
    {
        var purged = 0;
        try
        {
            for (var last = 1; last > 0 && purged < maxCount; purged += last)
            {
                var count = Math.Min(maxCount - purged, SessionsAtOnce);
                last = await _database.WriteErasureAsync(link => Purge(link, count, grace), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // Also what a commit has left of a session whose place it took.
            await _database.EraseAsync(onlyIfPending: true).ConfigureAwait(false);
        }

        return purged;
    }

    /// <summary>Closes the store's connections, once what is being written is written.</summary>
    public void Dispose() => _database.Dispose();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Dispose();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        await PrepareAsync(query, cancellationToken).ConfigureAwait(false);
        var deleted = 0L;
        try
        {
            for (var page = query with { Order = SessionOrder.Id, Cursor = null, MaxCount = SessionsAtOnce }; page is not null;)
            {
                var (count, next) = await _database.WriteErasureAsync(link => DeletePage(link, page), cancellationToken).ConfigureAwait(false);
                (deleted, page) = (deleted + count, next);
            }
        }
        finally
        {
            await _database.EraseAsync().ConfigureAwait(false);
        }

        return deleted;
    }

    /// <summary>Deletes the sessions of a page: those that fit as they are then, and those that have expired and are not purged yet.</summary>
    /// <returns>How many there were, and the page after it.</returns>
    private (int Count, SessionQuery? Next) DeletePage(SqliteLink link, SessionQuery page)
    {
        var sessions = SessionList.Read(link, page, DateTimeOffset.MinValue);
        var count = sessions.Count(session => SessionWriter.Delete(link, session.Key, Now));
        if (sessions.Count == SessionsAtOnce)
        {
            return (count, page with { Cursor = sessions[^1].Cursor });
        }

        if (page.IsAllOfTenant)
        {
            StepTable.DeleteAll(link, page.Tenant);
        }

        return (count, null);
    }

    private int Purge(SqliteLink link, int maxCount, TimeSpan grace)
    {
        var expired = SessionTable.Expired(link, Before(Now, grace), maxCount);
        foreach (var (segment, key, createdAt) in expired)
        {
            Erasure.Remove(link, key, createdAt, segment);
        }

        return expired.Count + StepTable.DeleteExpired(link, Now, maxCount - expired.Count);
    }

    private static DateTimeOffset Before(DateTimeOffset time, TimeSpan span) => time - DateTimeOffset.MinValue > span ? time - span : DateTimeOffset.MinValue;

    /// <summary>Makes sure that the words of all turns can be found, if the query asks for some.</summary>
    private async ValueTask PrepareAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var generation = _database.Generation;
        if (query.Text is null || Volatile.Read(ref _searchable) == generation)
        {
            return;
        }

        if (!await _database.ReadAsync(TextIndex.IsReady, cancellationToken).ConfigureAwait(false))
        {
            while (await _database.WriteAsync(TextIndex.AddSome, cancellationToken).ConfigureAwait(false))
            {
            }
        }

        Volatile.Write(ref _searchable, generation);
    }
}
