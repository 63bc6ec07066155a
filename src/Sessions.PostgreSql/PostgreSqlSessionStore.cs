using Npgsql;
using Sessions.Storage;

namespace Sessions;

/// <summary>Keeps sessions in a PostgreSQL database, for any number of hosts.</summary>
/// <remarks>
/// <para>Opening a turn is one round trip, and so is each commit, step, fork, deletion and page of a list: the server runs functions of the
/// store's schema, each in a transaction of its own. The schema is made on first use, and brought up to date by newer code while older hosts go on.
/// PostgreSQL 14 or newer is needed, and a database with the encoding UTF8.</para>
/// <para>Any host may serve any session: what a commit was made from is checked under the lock of the session's row, and of two that were made from one
/// revision the later is a conflict. Nothing is prepared by name and nothing stays with a connection, so that a pooler in transaction mode may be between.</para>
/// <para>A commit can be cancelled until it is sent; then its end is waited for, as long as <c>Command Timeout</c> of the connection string
/// says. Where the connection is lost meanwhile, the store waits for the commit's end on another. A commit that was not made by then is not made any
/// more, however late its request comes to the server, and is sent again; otherwise the agent asks for its turn's id. Reads and steps are
/// repeated on another connection.</para>
/// <para>The tenant leads every key of what belongs to a session, so that the tables can be partitioned or sharded by it.</para>
/// </remarks>
/// <example><code>
/// await using var store = new PostgreSqlSessionStore("Host=db;Database=app;Username=app");
/// AIAgent agent = chatClient.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = store });
/// </code></example>
public sealed class PostgreSqlSessionStore : SessionStore
{
    private const int SessionsAtOnce = 100;

    private static readonly Function Open = new("open_v1", 12);
    private static readonly Function LeaseAndOpen = new("lease_and_open_v1", 14);
    private static readonly Function Lease = new("lease_v1", 4, IsScalar: true);
    private static readonly Function ReadState = new("state_v1", 4);
    private static readonly Function Read = new("read_v1", 10);
    private static readonly Function ReadWritten = new("written_v1", 4);
    private static readonly Function AppendStep = new("append_step_v1", 8, IsScalar: true);
    private static readonly Function Move = new("move_and_open_v1", 6);
    private static readonly Function Fork = new("fork_and_open_v1", 10);
    private static readonly Function UpdateDetails = new("update_details_v1", 11, IsScalar: true);
    private static readonly Function DeleteOfAgent = new("delete_of_agent_v1", 4);
    private static readonly Function Purge = new("purge_v1", 3, IsScalar: true);

    private readonly PostgreSqlDatabase _database;
    private readonly CommitAttempts _commits;
    private readonly SessionLists _lists;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes a store on a database. It is connected to on first use.</summary>
    /// <param name="connectionString">A connection string of Npgsql, such as <c>Host=db;Database=app;Username=app</c>.</param>
    /// <param name="options">How the database is used.</param>
    /// <exception cref="ArgumentException">The connection string is malformed, or the schema's name is not one.</exception>
    public PostgreSqlSessionStore(string connectionString, PostgreSqlSessionStoreOptions? options = null)
        : this(DataSourceOf(connectionString), ownsDataSource: true, options)
    {
    }

    /// <summary>Makes a store on a database. It is connected to on first use.</summary>
    /// <param name="dataSource">
    /// Opens the connections. It stays open when the store is disposed. One that an <see cref="NpgsqlSlimDataSourceBuilder"/> makes needs <c>EnableArrays</c>.
    /// </param>
    /// <param name="options">How the database is used.</param>
    /// <exception cref="ArgumentException">The schema's name is not one.</exception>
    public PostgreSqlSessionStore(NpgsqlDataSource dataSource, PostgreSqlSessionStoreOptions? options = null)
        : this(dataSource, ownsDataSource: false, options)
    {
    }

    private PostgreSqlSessionStore(NpgsqlDataSource dataSource, bool ownsDataSource, PostgreSqlSessionStoreOptions? options)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options ??= new PostgreSqlSessionStoreOptions();
        _database = new PostgreSqlDatabase(dataSource, ownsDataSource, options);
        _timeProvider = options.TimeProvider ?? TimeProvider.System;
        _commits = new CommitAttempts(_database, _timeProvider);
        _lists = new SessionLists(_database, _timeProvider);
    }

    /// <summary>The schema of the database of the server: equal for stores on the same, whatever their connection strings.</summary>
    public override object Location => _database.Location;

    /// <summary>
    /// It finds sessions by the words of their messages, in whatever case and with or without accents. The first search of a tenant makes its index, which
    /// takes a while where there are many turns; until then it costs nothing. And it keeps leases of sessions, by the server's clock.
    /// </summary>
    public override SessionStoreCapabilities Capabilities => SessionStoreCapabilities.TextSearch | SessionStoreCapabilities.Leases;

    private DateTimeOffset Now => _timeProvider.GetUtcNow();

    /// <summary>
    /// The script that makes the schema, for databases in which the program may not: run it once as a user that may, grant the program's user what it needs, and set
    /// <see cref="PostgreSqlSessionStoreOptions.CreateSchema"/> to <see langword="false"/>.
    /// </summary>
    /// <param name="schema">The schema's name.</param>
    /// <exception cref="ArgumentException">The name is not one that is taken.</exception>
    public static string GetSchemaScript(string schema = "sessions") => PostgreSqlSchema.WholeScript(schema);

    /// <summary>Makes the schema, or brings it up to date. Of many hosts that start at once one does, and the others wait for it.</summary>
    /// <inheritdoc/>
    public override ValueTask InitializeAsync(CancellationToken cancellationToken = default) => _database.InitializeAsync(cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opening);
        var rows = opening.Lease is { } lease
            ? await _database.WriteAgainAsync(LeaseAndOpen, command => BindOpening(command, key, opening).Text(lease.Holder).Duration(lease.Duration), ReadAsync, cancellationToken).ConfigureAwait(false)
            : await _database.ReadAsync(Open, command => BindOpening(command, key, opening), ReadAsync, cancellationToken).ConfigureAwait(false);
        return rows.ToOpened(opening);

        ValueTask<OpenedRows> ReadAsync(NpgsqlDataReader row, CancellationToken token) => OpenedRows.ReadAsync(row, key, token);
    }

    /// <inheritdoc/>
    public override async ValueTask ReleaseLeaseAsync(SessionKey key, string holder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(holder);
        _ = await _database.WriteAgainAsync(Lease, command => command.Key(key).Text(holder).Duration(TimeSpan.Zero), Columns.ScalarAsync<bool>, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(ReadState, command => command.Key(key).Time(Now).Bigint(turn), (row, token) => StateRows.ReadAsync(row, key, token), cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        var page = await _database.ReadAsync(
            Read,
            command => command.Key(key)
                .Time(Now).Bigint(range.ThroughTurn).Bigint(range.AfterTurn).Boolean(range.NewestFirst).Boolean(range.AllBranches)
                .Integer(range.Limits.MaxTurns).Integer(range.Limits.MaxMessages).Bigint(range.Limits.MaxBytes),
            (row, token) => TurnRows.ReadAsync(row, key, token),
            cancellationToken).ConfigureAwait(false);
        if (!range.WithState || page.Turns.Count == 0)
        {
            return page;
        }

        // Turns never change: what was written at them is the same a moment later.
        var written = await _database.ReadAsync(
            ReadWritten,
            command => command.Key(key).Time(Now).Bigints([.. page.Turns.Select(turn => turn.Number)]),
            (row, token) => StateRows.ReadByTurnAsync(row, key, token),
            cancellationToken).ConfigureAwait(false);
        return page with { Turns = [.. page.Turns.Select(turn => turn with { State = [.. written[turn.Number]] })] };
    }

    /// <inheritdoc/>
    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return await _commits.CommitAsync(commit, cancellationToken).ConfigureAwait(false) is { } result
            ? result
            : CommitResult.Conflict((await LoadAsync(commit.Head.Key, CancellationToken.None).ConfigureAwait(false))?.Head);
    }

    /// <inheritdoc/>
    public override async ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(turnKey);
        ArgumentNullException.ThrowIfNull(storedStep);
        // A step that is there already is appended.
        var outcome = await _database.WriteAgainAsync(
            AppendStep,
            command => command.Key(key)
                .Time(Now).Text(BoundedText.Of(turnKey)).Integer(storedStep.Ordinal).Time(storedStep.ExpiresAt).Time(storedStep.SessionCreatedAt).Bytes(storedStep.Json),
            Columns.ScalarAsync<string>,
            cancellationToken).ConfigureAwait(false);
        return outcome switch
        {
            "appended" => StepOutcome.Appended,
            "taken" => StepOutcome.OrdinalTaken,
            _ => StepOutcome.SessionGone,
        };
    }

    /// <inheritdoc/>
    public override async ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default)
    {
        var rows = await _database.WriteAsync(
            Move,
            command => command.Key(key).Time(Now).Bigint(expectedRevision).Bigint(turn).Time(updatedAt),
            (row, token) => OpenedRows.ReadAsync(row, key, token),
            cancellationToken).ConfigureAwait(false);
        return ResultOf(rows, key, turn);
    }

    /// <summary>Makes a session that begins with the turns and the state of another. The turns are not copied: the two share them.</summary>
    /// <inheritdoc/>
    public override async ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fork);
        if (!string.Equals(fork.Source.Tenant, fork.Key.Tenant, StringComparison.Ordinal))
        {
            throw new ArgumentException($"Session '{fork.Source}' cannot be forked to '{fork.Key}': a fork stays in the tenant of its source. Name a key of tenant '{fork.Source.Tenant}'.", nameof(fork));
        }

        var rows = await _database.WriteAsync(
            Fork,
            command => command.Key(fork.Source)
                .Bigint(fork.ThroughTurn).Text(BoundedText.Of(fork.Key.Id)).Text(BoundedText.Whole(fork.Key.Id)).Bigint(OwnNumber.New()).Time(Now)
                .Text(fork.AgentId).Time(fork.CreatedAt).Time(fork.ExpiresAt),
            (row, token) => OpenedRows.ReadAsync(row, fork.Key, token),
            cancellationToken).ConfigureAwait(false);
        return rows.Outcome == "absent"
            ? throw new ArgumentOutOfRangeException(nameof(fork), $"There is no session '{fork.Source}' with turn {fork.ThroughTurn} in its present.")
            : ResultOf(rows, fork.Source, fork.ThroughTurn);
    }

    /// <inheritdoc/>
    public override ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var (fields, details) = update;
        return _database.WriteAsync(
            UpdateDetails,
            command => command.Key(key).Time(Now)
                .Boolean(fields.HasFlag(SessionDetailsFields.Title)).Text(details.Title)
                .Boolean(fields.HasFlag(SessionDetailsFields.Owner)).Text(details.Owner)
                .Boolean(fields.HasFlag(SessionDetailsFields.Metadata)).Text(DetailsColumns.WriteMetadata(details.Metadata))
                .Boolean(fields.HasFlag(SessionDetailsFields.ExpiresAt)).Time(details.ExpiresAt),
            Columns.ScalarAsync<bool>,
            cancellationToken);
    }

    /// <summary>Deletes a session with its turns. Those that forks reach stay until they are deleted too.</summary>
    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        await _lists.DeleteAsync(key.Tenant, [key.Id], cancellationToken).ConfigureAwait(false) > 0;

    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteAsync(SessionKey key, string agentId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agentId);
        return await _database.WriteAsync(
            DeleteOfAgent,
            command => command.Key(key).Text(agentId).Time(Now),
            async (row, token) => await row.ReadAsync(token).ConfigureAwait(false) && row.TextOrNull(1) is { } owner ? throw new SessionMismatchException(key, owner, agentId) : row.GetBoolean(0),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _lists.ListPageAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<TokenUsage> GetUsageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _lists.SumAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> PurgeAsync(int maxCount, TimeSpan grace = default, CancellationToken cancellationToken = default)
    {
        var purged = 0;
        for (var last = 1; last > 0 && purged < maxCount; purged += last)
        {
            var count = Math.Min(maxCount - purged, SessionsAtOnce);
            last = await _database.WriteAsync(Purge, command => command.Bigint(Math.Max(Now.UtcTicks - grace.Ticks, 0)).Time(Now).Integer(count), Columns.ScalarAsync<int>, cancellationToken).ConfigureAwait(false);
        }

        return purged;
    }

    /// <summary>Closes the connections, unless the data source was given.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _lists.DeleteAsync(query, cancellationToken);
    }

    private static NpgsqlDataSource DataSourceOf(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);

        // Nothing of ours stays with a connection, so that there is nothing to take back when it returns to the pool.
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true });
    }

    private NpgsqlCommand BindOpening(NpgsqlCommand command, SessionKey key, SessionOpening opening) => command.Key(key)
        .Time(Now).Bigint(opening.KnownRevision).Time(opening.KnownCreatedAt)
        .Integer(opening.NewestTurns?.MaxTurns).Integer(opening.NewestTurns?.MaxMessages).Bigint(opening.NewestTurns?.MaxBytes)
        .Boolean(opening.KnowsTurns).Boolean(opening.WithFirstTurn)
        .Text(opening.TurnKey).Text(opening.TurnKey is { } turnKey ? BoundedText.Of(turnKey) : null);

    private static CommitResult ResultOf(OpenedRows rows, SessionKey key, long? turn) => rows.Outcome switch
    {
        "done" => CommitResult.Of(rows.Session!),
        "missing" => throw new SessionFormatException($"Turn {turn} of session '{key}' is missing, and the session goes on from it. What is stored is unchanged; restore it from a backup, or delete the session."),
        _ => CommitResult.Conflict(rows.Head),
    };
}
