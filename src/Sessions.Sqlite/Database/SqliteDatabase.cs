using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sessions;

/// <summary>A database file: opens it, sees on each connection that it is ours or makes it so, reads snapshots, and has what is written queue.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    // More than so many reads at once open connections of their own, and close them again.
    private const int MostIdle = 16;

    private readonly SqliteConnectionStringBuilder _settings;
    private readonly SqliteSessionStoreOptions _options;
    private readonly IReadOnlyList<string> _schema;
    private readonly Stack<SqliteLink> _idle = new();
    private readonly SqliteWriter _writer;

    private SqliteLocation? _location;
    private SqliteFilePath? _path;
    private SqliteReserve? _reserve;
    private bool _isDisposed;

    // How often the file was found to be gone from its path: connections from before have another file open.
    private int _generation;

    /// <summary>Names a file. It is opened on first use.</summary>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite.</param>
    /// <param name="options">How the file is used.</param>
    /// <param name="schema">What makes each version of the schema of the one before.</param>
    public SqliteDatabase(string connectionString, SqliteSessionStoreOptions options, IReadOnlyList<string> schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        _settings = new SqliteConnectionStringBuilder(connectionString);
        if (IsInMemory(_settings))
        {
            throw new ArgumentException(
                $"The connection string names no file (its Data Source is '{_settings.DataSource}'), and a database in memory ends with its last connection. Name a file, as in \"Data Source=sessions.db\", or use InMemorySessionStore.",
                nameof(connectionString));
        }

        // The connections are kept here, with their statements.
        _settings.Pooling = false;
        _options = options;
        _schema = schema;
        _writer = new SqliteWriter(this);
    }

    /// <summary>The file. It is looked for once: the first turn of a store is when its directory has to be there.</summary>
    public SqliteLocation Location => _location ??= SqliteLocation.Of(_settings);

    public string DataSource => _settings.DataSource;

    /// <summary>Rises when the file is found to be another than before.</summary>
    public int Generation => Volatile.Read(ref _generation);

    public bool IsReadOnly => _settings.Mode == SqliteOpenMode.ReadOnly;

    /// <summary>Runs a short query on one snapshot of the database: with the connection that writes, if nobody writes.</summary>
    public async ValueTask<T> ReadShortAsync<T>(Func<SqliteLink, T> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.TryBorrow() is { } link ? ReadWith(link, query) : await ReadAsync(query, cancellationToken).ConfigureAwait(false);
    }

    private T ReadWith<T>(SqliteLink link, Func<SqliteLink, T> query)
    {
        var isGood = false;
        try
        {
            ThrowIfMoved(link);
            var result = link.Read(query);
            isGood = true;
            return result;
        }
        catch (Exception exception)
        {
            if (SqliteFault.Name(DataSource, exception) is { } named)
            {
                throw named;
            }

            throw;
        }
        finally
        {
            _writer.Return(isGood);
        }
    }

    /// <summary>Runs a query on one snapshot of the database.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteLink, T> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var link = TakeIdle() ?? await OpenAsync(NewWait(), isWriter: false, cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfMoved(link);
            var result = link.Read(query);
            Return(link);
            return result;
        }
        catch (Exception exception)
        {
            link.Dispose();
            if (SqliteFault.Name(DataSource, exception) is { } named)
            {
                throw named;
            }

            throw;
        }
    }

    /// <summary>Runs statements in a transaction, alone or with those that others wait to write. Once they begin, they are not cancelled.</summary>
    /// <param name="statements">They may run more than once, until they are committed.</param>
    /// <param name="cancellationToken">Takes them out of the queue.</param>
    public ValueTask<T> WriteAsync<T>(Func<SqliteLink, T> statements, CancellationToken cancellationToken) => _writer.WriteAsync(statements, cancellationToken);

    /// <summary>Runs statements that erase something in a transaction: on a full disk, with the room that is kept for that.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public async ValueTask<T> WriteErasureAsync<T>(Func<SqliteLink, T> statements, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(statements, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionStoreException exception) when (SqliteFault.IsOfFullDisk(exception.InnerException) && Reserve.TryRelease())
        {
            // What is in the log goes into the database first: then the log has its room back.
            await _writer.TruncateLogAsync().ConfigureAwait(false);
            return await WriteAsync(statements, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Erases what sessions that are gone have left, and the log that has it still. The sessions are gone in any case, so that is not cancelled.</summary>
    /// <param name="onlyIfPending">Whether there is nothing to do where nothing is left.</param>
    public async ValueTask EraseAsync(bool onlyIfPending = false)
    {
        if (onlyIfPending && !await ReadShortAsync(Erasure.IsPending, CancellationToken.None).ConfigureAwait(false))
        {
            return;
        }

        while (await WriteErasureAsync(Erasure.EraseSome, CancellationToken.None).ConfigureAwait(false))
        {
        }

        await _writer.TruncateLogAsync().ConfigureAwait(false);
        Reserve.Keep();
    }

    /// <summary>Rewrites the whole file, on a connection of its own. Whoever writes waits meanwhile.</summary>
    public async ValueTask VacuumAsync(CancellationToken cancellationToken)
    {
        await EraseAsync().ConfigureAwait(false);
        var wait = NewWait();
        using (var link = await OpenAsync(wait, isWriter: true, cancellationToken).ConfigureAwait(false))
        {
            await VacuumAsync(link, wait, cancellationToken).ConfigureAwait(false);
        }

        await _writer.TruncateLogAsync().ConfigureAwait(false);
    }

    private async ValueTask VacuumAsync(SqliteLink link, LockWait wait, CancellationToken cancellationToken)
    {
        using var interruption = cancellationToken.Register(() => raw.sqlite3_interrupt(link.Handle));
        try
        {
            await link.ExecuteWhenFreeAsync("VACUUM", wait, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SqliteFault.Name(DataSource, exception) is { } named)
            {
                throw named;
            }

            throw;
        }
    }

    /// <summary>Fails if the database cannot be used: to be written, unless it is opened to be read.</summary>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => _ = IsReadOnly
        ? await ReadAsync(static _ => true, cancellationToken).ConfigureAwait(false)
        : await WriteAsync(static _ => true, cancellationToken).ConfigureAwait(false);

    public LockWait NewWait() => new(_settings.DefaultTimeout == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(_settings.DefaultTimeout));

    /// <summary>Opens a connection, and makes the database ready if it is not.</summary>
    public async ValueTask<SqliteLink> OpenAsync(LockWait wait, bool isWriter, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteSessionStore));
        SqliteLink? link = null;
        var generation = Generation;
        try
        {
            link = SqliteLink.Open(_settings.ConnectionString);
            link.File = SqliteFileIdentity.Of(FilePath) ?? throw SqliteFault.Moved(DataSource);
            link.Generation = generation;

            // It may wait for others, and the file may go meanwhile.
            await InitializeAsync(link, wait, isWriter, cancellationToken).ConfigureAwait(false);
            ThrowIfMoved(link);
            if (isWriter && !IsReadOnly && _reserve is null)
            {
                Reserve.Keep();
            }

            return link;
        }
        catch (Exception exception)
        {
            link?.Dispose();
            if (SqliteFault.Name(DataSource, exception) is { } named)
            {
                throw named;
            }

            throw;
        }
    }

    /// <summary>Refuses to read from, or to have written into, a file that is not at the database's path any more.</summary>
    public void ThrowIfMoved(SqliteLink link)
    {
        if (!link.File!.Equals(SqliteFileIdentity.Of(FilePath)))
        {
            _ = Interlocked.CompareExchange(ref _generation, link.Generation + 1, link.Generation);
            throw SqliteFault.Moved(DataSource);
        }
    }

    /// <summary>Whether a connection is from before the file was found to be gone.</summary>
    public bool IsOutdated(SqliteLink link) => link.Generation != Generation;

    public void Dispose()
    {
        _isDisposed = true;
        CloseIdle();
        _writer.Dispose();
    }

    private async ValueTask InitializeAsync(SqliteLink link, LockWait wait, bool isWriter, CancellationToken cancellationToken)
    {
        var version = await VersionWhenFreeAsync(link, wait, cancellationToken).ConfigureAwait(false);
        if (!IsReadOnly)
        {
            // Readers and the writer do not wait for one another. The mode stays with the file, but a copy may have lost it.
            await link.ExecuteWhenFreeAsync(version == 0 ? SqliteSchema.Prepare : "PRAGMA journal_mode = WAL", wait, cancellationToken).ConfigureAwait(false);
            if (version < NewestVersion)
            {
                await UpgradeAsync(link, wait, cancellationToken).ConfigureAwait(false);
            }
        }
        else if (version < NewestVersion)
        {
            throw SqliteFault.NotReady(DataSource, version);
        }

        link.Execute(isWriter ? SqliteSchema.WriterSettings : SqliteSchema.ReaderSettings);
        if (isWriter)
        {
            link.Execute(_options.SynchronousMode == SqliteSynchronousMode.Normal ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL");
        }
    }

    /// <summary>The version, waited for while another process makes the database what it is.</summary>
    private async ValueTask<long> VersionWhenFreeAsync(SqliteLink link, LockWait wait, CancellationToken cancellationToken)
    {
        var version = 0L;
        await SqliteLink.WhenFreeAsync(() => version = VersionOf(link), wait, cancellationToken).ConfigureAwait(false);
        return version;
    }

    private long NewestVersion => SqliteSchema.OldestVersion + _schema.Count - 1;

    /// <summary>Makes what is missing of the newest version, in one transaction.</summary>
    private async ValueTask UpgradeAsync(SqliteLink link, LockWait wait, CancellationToken cancellationToken)
    {
        await link.BeginWriteAsync(wait, cancellationToken).ConfigureAwait(false);
        try
        {
            // Another process may have come first.
            for (var version = Math.Max(VersionOf(link), SqliteSchema.OldestVersion - 1); version < NewestVersion; version++)
            {
                link.Execute(_schema[(int)(version + 1 - SqliteSchema.OldestVersion)]);
                link.Execute(FormattableString.Invariant($"PRAGMA user_version = {version + 1}"));
            }

            link.Commit();
        }
        finally
        {
            link.Rollback();
        }
    }

    /// <summary>The version of the database; 0 if it is new. Throws if it is neither new nor ours.</summary>
    private long VersionOf(SqliteLink link)
    {
        using var row = link.Use(SqliteSchema.Inspect);
        _ = row.Step();
        var (application, version, tables) = (row.Int64(0), row.Int64(1), row.Int64(2));
        return (application, version, tables) == (0, 0, 0) ? 0
            : application != SqliteSchema.ApplicationId ? throw SqliteFault.ForeignDatabase(DataSource)
            : version >= SqliteSchema.OldestVersion && version <= NewestVersion ? version
            : throw SqliteFault.OtherVersion(DataSource, version, NewestVersion);
    }

    private SqliteLink? TakeIdle()
    {
        while (PopIdle() is { } link)
        {
            if (!IsOutdated(link))
            {
                return link;
            }

            link.Dispose();
        }

        return null;
    }

    private SqliteLink? PopIdle()
    {
        lock (_idle)
        {
            return _idle.Count == 0 ? null : _idle.Pop();
        }
    }

    private void Return(SqliteLink link)
    {
        lock (_idle)
        {
            if (!_isDisposed && _idle.Count < MostIdle)
            {
                _idle.Push(link);
                return;
            }
        }

        link.Dispose();
    }

    private void CloseIdle()
    {
        while (PopIdle() is { } link)
        {
            link.Dispose();
        }
    }

    private SqliteReserve Reserve => _reserve ??= new SqliteReserve(Location.Path + "-reserve");

    private SqliteFilePath FilePath => _path ??= new SqliteFilePath(SqliteLocation.FileOf(_settings));

    private static bool IsInMemory(SqliteConnectionStringBuilder settings) =>
        settings.Mode == SqliteOpenMode.Memory
        || settings.DataSource.Length == 0
        || settings.DataSource == ":memory:"
        || (settings.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            && (settings.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase) || settings.DataSource.Contains("mode=memory", StringComparison.OrdinalIgnoreCase)));
}
