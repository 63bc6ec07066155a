using System.Buffers.Binary;
using System.Security.Cryptography;
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
    private const int TurnsAtOnce = 500;
    private const int CommitAttempts = 3;

    // A request that has not come to the server by then does not come any more.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private static readonly Function Open = new("open_v1", 12);
    private static readonly Function ReadState = new("state_v1", 4);
    private static readonly Function Read = new("read_v1", 10);
    private static readonly Function ReadWritten = new("written_v1", 4);
    private static readonly Function Commit = new("commit_v1", 41);
    private static readonly Function GiveUp = new("give_up_v1", 6);
    private static readonly Function AppendStep = new("append_step_v1", 8);
    private static readonly Function Move = new("move_and_open_v1", 6);
    private static readonly Function Fork = new("fork_and_open_v1", 10);
    private static readonly Function UpdateDetails = new("update_details_v1", 11);
    private static readonly Function Delete = new("delete_v1", 3);
    private static readonly Function DeleteRest = new("delete_rest_v1", 1);
    private static readonly Function List = new("list_v1", 13);
    private static readonly Function SumUsage = new("usage_v1", 9);
    private static readonly Function Purge = new("purge_v1", 3);
    private static readonly Function FindText = new("find_text_v1", 2);
    private static readonly Function BeginTextSearch = new("begin_text_search_v1", 1);
    private static readonly Function AwaitWriters = new("await_writers_v1", 0);
    private static readonly Function AddTexts = new("add_texts_v1", 2);

    private readonly PostgreSqlDatabase _database;
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
    }

    /// <summary>The schema of the database of the server: equal for stores on the same, whatever their connection strings.</summary>
    public override object Location => _database.Location;

    /// <summary>
    /// It finds sessions by the words of their messages, in whatever case and with or without accents. The first search of a tenant makes its index, which
    /// takes a while where there are many turns; until then it costs nothing.
    /// </summary>
    public override SessionStoreCapabilities Capabilities => SessionStoreCapabilities.TextSearch;

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
        var limits = opening.NewestTurns;
        var rows = await _database.ReadAsync(
            Open,
            command => Bind(command, key)
                .Time(Now).Bigint(opening.KnownRevision).Time(opening.KnownCreatedAt)
                .Integer(limits?.MaxTurns).Integer(limits?.MaxMessages).Bigint(limits?.MaxBytes).Boolean(opening.KnowsTurns).Boolean(opening.WithFirstTurn)
                .Text(opening.TurnKey).Text(opening.TurnKey is { } turnKey ? BoundedText.Of(turnKey) : null),
            (row, token) => OpenedRows.ReadAsync(row, key, token),
            cancellationToken).ConfigureAwait(false);
        return rows.ToOpened(opening);
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(ReadState, command => Bind(command, key).Time(Now).Bigint(turn), (row, token) => StateRows.ReadAsync(row, key, token), cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        var page = await _database.ReadAsync(
            Read,
            command => Bind(command, key)
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
            command => Bind(command, key).Time(Now).Bigints([.. page.Turns.Select(turn => turn.Number)]),
            (row, token) => StateRows.ReadByTurnAsync(row, key, token),
            cancellationToken).ConfigureAwait(false);
        return page with { Turns = [.. page.Turns.Select(turn => turn with { State = [.. written[turn.Number]] })] };
    }

    /// <inheritdoc/>
    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        for (var attempt = 1; ; attempt++)
        {
            var number = NewNumber();
            try
            {
                return await CommitAsync(commit, number, cancellationToken).ConfigureAwait(false);
            }
            catch (UnansweredException exception)
            {
                if (!await GiveUpAsync(commit, number).ConfigureAwait(false) || !exception.IsLost || attempt == CommitAttempts)
                {
                    return CommitResult.Unknown(exception.Failure);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(turnKey);
        ArgumentNullException.ThrowIfNull(storedStep);
        // A step that is there already is appended.
        var outcome = await _database.WriteAgainAsync(
            AppendStep,
            command => Bind(command, key)
                .Time(Now).Text(BoundedText.Of(turnKey)).Integer(storedStep.Ordinal).Time(storedStep.ExpiresAt).Time(storedStep.SessionCreatedAt).Bytes(storedStep.Json),
            ScalarAsync<string>,
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
            command => Bind(command, key).Time(Now).Bigint(expectedRevision).Bigint(turn).Time(updatedAt),
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
            command => Bind(command, fork.Source)
                .Bigint(fork.ThroughTurn).Text(BoundedText.Of(fork.Key.Id)).Text(BoundedText.Whole(fork.Key.Id)).Bigint(NewNumber()).Time(Now)
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
            command => Bind(command, key).Time(Now)
                .Boolean(fields.HasFlag(SessionDetailsFields.Title)).Text(details.Title)
                .Boolean(fields.HasFlag(SessionDetailsFields.Owner)).Text(details.Owner)
                .Boolean(fields.HasFlag(SessionDetailsFields.Metadata)).Text(DetailsColumns.WriteMetadata(details.Metadata))
                .Boolean(fields.HasFlag(SessionDetailsFields.ExpiresAt)).Time(details.ExpiresAt),
            ScalarAsync<bool>,
            cancellationToken);
    }

    /// <summary>Deletes a session with its turns. Those that forks reach stay until they are deleted too.</summary>
    /// <inheritdoc/>
    public override async ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        await DeleteAsync(key.Tenant, [BoundedText.Of(key.Id)], cancellationToken).ConfigureAwait(false) > 0;

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return SessionList.IsEmpty(query)
            ? []
            : await ListAsync(query, await FindTextAsync(query, cancellationToken).ConfigureAwait(false), Now, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<TokenUsage> GetUsageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (SessionList.IsEmpty(query))
        {
            return default;
        }

        var segments = await FindTextAsync(query, cancellationToken).ConfigureAwait(false);
        return await _database.ReadAsync(
            SumUsage,
            command => SessionList.BindConditions(command, query, segments, Now),
            static async (row, token) =>
            {
                _ = await row.ReadAsync(token).ConfigureAwait(false);
                return new TokenUsage(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> PurgeAsync(int maxCount, TimeSpan grace = default, CancellationToken cancellationToken = default)
    {
        var purged = 0;
        for (var last = 1; last > 0 && purged < maxCount; purged += last)
        {
            var count = Math.Min(maxCount - purged, SessionsAtOnce);
            last = await _database.WriteAsync(Purge, command => command.Bigint(Math.Max(Now.UtcTicks - grace.Ticks, 0)).Time(Now).Integer(count), ScalarAsync<int>, cancellationToken).ConfigureAwait(false);
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
    protected override async ValueTask<long> DeleteSessionsCoreAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (SessionList.IsEmpty(query))
        {
            return 0;
        }

        var segments = await FindTextAsync(query, cancellationToken).ConfigureAwait(false);
        var deleted = 0L;
        for (var page = query with { Order = SessionOrder.Id, Cursor = null, MaxCount = SessionsAtOnce }; page is not null;)
        {
            var sessions = await ListAsync(page, segments, now: null, cancellationToken).ConfigureAwait(false);
            deleted += await DeleteAsync(query.Tenant, [.. sessions.Select(session => BoundedText.Of(session.Key.Id))], cancellationToken).ConfigureAwait(false);
            page = sessions.Count < SessionsAtOnce ? null : page with { Cursor = sessions[^1].Cursor };
        }

        if (query.IsAllOfTenant)
        {
            _ = await _database.WriteAsync(DeleteRest, command => command.Text(BoundedText.Of(query.Tenant)), static (_, _) => new ValueTask<bool>(true), cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    private static NpgsqlDataSource DataSourceOf(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);

        // Nothing of ours stays with a connection, so that there is nothing to take back when it returns to the pool.
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true });
    }

    private static NpgsqlCommand Bind(NpgsqlCommand command, SessionKey key) => command.Text(BoundedText.Of(key.Tenant)).Text(BoundedText.Of(key.Id));

    /// <summary>A number that no other session or commit of the tenant has or had: no sequence has to be asked, on whichever server the tenant is.</summary>
    private static long NewNumber()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) & long.MaxValue;
    }

    private static async ValueTask<T> ScalarAsync<T>(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        _ = await row.ReadAsync(cancellationToken).ConfigureAwait(false);
        return row.IsDBNull(0) ? default! : row.GetFieldValue<T>(0);
    }

    private static CommitResult ResultOf(OpenedRows rows, SessionKey key, long? turn) => rows.Outcome switch
    {
        "done" => CommitResult.Of(rows.Session!),
        "missing" => throw new SessionFormatException($"Turn {turn} of session '{key}' is missing, and the session goes on from it. What is stored is unchanged; restore it from a backup, or delete the session."),
        _ => CommitResult.Conflict(rows.Head),
    };

    private ValueTask<IReadOnlyList<SessionSummary>> ListAsync(SessionQuery page, long[]? segments, DateTimeOffset? now, CancellationToken cancellationToken) =>
        _database.ReadAsync(List, command => SessionList.BindPage(command, page, segments, now), (row, token) => SessionList.ReadAsync(row, page, token), cancellationToken);

    private async ValueTask<int> DeleteAsync(string tenant, string[] ids, CancellationToken cancellationToken) =>
        ids.Length == 0 ? 0 : await _database.WriteAsync(Delete, command => command.Text(BoundedText.Of(tenant)).Texts(ids).Time(Now), ScalarAsync<int>, cancellationToken).ConfigureAwait(false);

    private async ValueTask<CommitResult> CommitAsync(SessionCommit commit, long number, CancellationToken cancellationToken)
    {
        var key = commit.Head.Key;
        try
        {
            var isCommitted = await _database.TryWriteAsync(Commit, command => CommitParameters.Bind(command, commit, number, Now), ScalarAsync<bool>, cancellationToken).ConfigureAwait(false);
            return isCommitted ? CommitResult.Committed : CommitResult.Conflict((await LoadAsync(key, CancellationToken.None).ConfigureAwait(false))?.Head);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The revision was as it should be, so nobody else has written the turn meanwhile.
            throw new SessionFormatException(
                $"The commit of session '{key}' cannot be written: the database has rows of its turn already, which do not fit the session's head. What is stored is unchanged. Restore the database from a backup, or delete the rows. {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Waits for the end of a commit whose connection was lost, and sees to it that it is not made after all where it was not: it may be on its way
    /// still, and whoever asks for its turn is to get the answer that stays.
    /// </summary>
    /// <returns>Whether it was not made, and the session is as it was before.</returns>
    private async ValueTask<bool> GiveUpAsync(SessionCommit commit, long number)
    {
        try
        {
            return await _database.WriteAgainAsync(
                GiveUp,
                command => Bind(command, commit.Head.Key).Time(Now).Bigint(number).Bigint(commit.ExpectedRevision).Time(Now + LongestDelay),
                ScalarAsync<bool>,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SessionException or NpgsqlException)
        {
            // Whoever asks for the turn meets the same, and says so.
            return false;
        }
    }

    /// <summary>The sessions that have the words that a query asks for; <see langword="null"/> where it asks for none.</summary>
    private async ValueTask<long[]?> FindTextAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        if (query.Text is null)
        {
            return null;
        }

        long[]? found;
        while ((found = await FindAsync().ConfigureAwait(false)) is null)
        {
            await IndexTextAsync(BoundedText.Of(query.Tenant), cancellationToken).ConfigureAwait(false);
        }

        return found;

        ValueTask<long[]?> FindAsync() => _database.ReadAsync(
            FindText, command => command.Text(BoundedText.Of(query.Tenant)).Text(query.Text.Replace('\0', ' ')), ScalarAsync<long[]?>, cancellationToken);
    }

    /// <summary>Adds all turns of a tenant to the index, in parts. Commits that begin from now on add to it by themselves.</summary>
    private async ValueTask IndexTextAsync(string tenant, CancellationToken cancellationToken)
    {
        if (await _database.WriteAsync(BeginTextSearch, command => command.Text(tenant), ScalarAsync<bool>, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        _ = await _database.WriteAsync(AwaitWriters, static _ => { }, static (_, _) => new ValueTask<bool>(true), cancellationToken).ConfigureAwait(false);
        while (!await _database.WriteAsync(AddTexts, command => command.Text(tenant).Integer(TurnsAtOnce), ScalarAsync<bool>, cancellationToken).ConfigureAwait(false))
        {
        }
    }
}
