using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sessions;

/// <summary>A database file: opens it, sees on each connection that it is ours or makes it so, reads snapshots, writes transactions.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A SemaphoreSlim owns nothing unless its wait handle is asked for.")]
internal sealed class SqliteDatabase
{
    // Which file each connection has open. The pool, too, is the process's: stores with one connection string share it.
    private static readonly ConditionalWeakTable<sqlite3, SqliteFileIdentity> Files = [];

    private readonly string _connectionString;
    private readonly SqliteConnectionStringBuilder _settings;

    // SQLite has one writer at a time. The writers of this process wait here, in turn; only other processes are polled for.
    private readonly SemaphoreSlim _writer = new(1, 1);

    private SqliteLocation? _location;
    private string? _path;

    public SqliteDatabase(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        _settings = new SqliteConnectionStringBuilder(connectionString);
        if (IsInMemory(_settings))
        {
            throw new ArgumentException(
                $"The connection string names no file (its Data Source is '{_settings.DataSource}'), and a database in memory ends with its last connection. Name a file, as in \"Data Source=sessions.db\", or use InMemorySessionStore.",
                nameof(connectionString));
        }

        _connectionString = connectionString;
    }

    /// <summary>The file. It is looked for once: the first turn of a store is when its directory has to be there.</summary>
    public SqliteLocation Location => _location ??= SqliteLocation.Of(_settings);

    /// <summary>Runs a query on one snapshot of the database.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        using var connection = await OpenAsync(NewWait(), cancellationToken).ConfigureAwait(false);
        using var snapshot = connection.BeginTransaction(deferred: true);
        return Explained(() => query(connection));
    }

    /// <summary>Runs a query on one snapshot of the database, and holds the snapshot until the last row is read.</summary>
    public async IAsyncEnumerable<T> ReadRowsAsync<T>(Func<SqliteConnection, IEnumerable<T>> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = await OpenAsync(NewWait(), cancellationToken).ConfigureAwait(false);
        using var snapshot = connection.BeginTransaction(deferred: true);
        using var rows = query(connection).GetEnumerator();
        while (Explained(rows.MoveNext))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return rows.Current;
        }
    }

    /// <summary>Runs statements in one transaction. Once they begin, they are not cancelled.</summary>
    public async ValueTask<T> WriteAsync<T>(Func<SqliteConnection, T> statements, CancellationToken cancellationToken)
    {
        var wait = NewWait();
        if (!await _writer.WaitAsync(wait.Left, cancellationToken).ConfigureAwait(false))
        {
            throw SqliteFault.Locked(DataSource);
        }

        try
        {
            using var connection = await OpenAsync(wait, cancellationToken).ConfigureAwait(false);
            using var transaction = await SqliteWriteTransaction.BeginAsync(connection, wait, cancellationToken).ConfigureAwait(false);
            var result = statements(connection);
            transaction.Commit();
            ThrowIfMoved(connection);
            return result;
        }
        catch (SqliteException exception) when (SqliteFault.IsOfFile(exception))
        {
            throw SqliteFault.Explain(DataSource, exception);
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Fails if the database cannot be used: to be written, unless it is opened to be read.</summary>
    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => _ = _settings.Mode == SqliteOpenMode.ReadOnly
        ? await ReadAsync(static _ => true, cancellationToken).ConfigureAwait(false)
        : await WriteAsync(static _ => true, cancellationToken).ConfigureAwait(false);

    private LockWait NewWait() => new(_settings.DefaultTimeout == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(_settings.DefaultTimeout));

    private async ValueTask<SqliteConnection> OpenAsync(LockWait wait, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (Files.TryGetValue(connection.Handle!, out _))
            {
                ThrowIfMoved(connection);
            }
            else
            {
                // Not from the pool: the file may be another than that of the connections before.
                await InitializeFileAsync(connection, wait, cancellationToken).ConfigureAwait(false);
                Files.Add(connection.Handle!, SqliteFileIdentity.Of(FilePath) ?? throw SqliteFault.Moved(DataSource));
            }

            return connection;
        }
        catch (Exception exception)
        {
            connection.Dispose();
            if (exception is SqliteException failure && SqliteFault.IsOfFile(failure))
            {
                throw SqliteFault.Explain(DataSource, failure);
            }

            throw;
        }
    }

    /// <summary>Refuses to read from, or to have written into, a file that is not at the database's path any more.</summary>
    private void ThrowIfMoved(SqliteConnection connection)
    {
        if (Files.TryGetValue(connection.Handle!, out var opened) && !opened.Equals(SqliteFileIdentity.Of(FilePath)))
        {
            SqliteConnection.ClearPool(connection);
            throw SqliteFault.Moved(DataSource);
        }
    }

    private async ValueTask InitializeFileAsync(SqliteConnection connection, LockWait wait, CancellationToken cancellationToken)
    {
        var isFresh = IsFresh(connection);
        if (_settings.Mode != SqliteOpenMode.ReadOnly)
        {
            // Readers and the writer do not wait for one another. The mode stays with the file, but a copy may have lost it.
            await connection.ExecuteWhenFreeAsync("PRAGMA journal_mode = WAL", wait, cancellationToken).ConfigureAwait(false);
        }

        if (isFresh)
        {
            await CreateTablesAsync(connection, wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask CreateTablesAsync(SqliteConnection connection, LockWait wait, CancellationToken cancellationToken)
    {
        using var transaction = await SqliteWriteTransaction.BeginAsync(connection, wait, cancellationToken).ConfigureAwait(false);

        // Another process may have come first.
        if (IsFresh(connection))
        {
            using var command = connection.CreateCommand(SqliteSchema.Create);
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <summary>Whether the database is new; throws if it is neither that nor ours.</summary>
    private bool IsFresh(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand(SqliteSchema.Inspect);
            using var reader = command.ExecuteReader();
            reader.Read();
            return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) switch
            {
                (0, 0, 0) => true,
                (SqliteSchema.ApplicationId, SqliteSchema.Version, _) => false,
                (SqliteSchema.ApplicationId, var version, _) => throw SqliteFault.OtherVersion(DataSource, version),
                _ => throw SqliteFault.ForeignDatabase(DataSource),
            };
        }
        catch
        {
            // A pooled connection would keep a file open that is not ours.
            SqliteConnection.ClearPool(connection);
            throw;
        }
    }

    private T Explained<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException exception) when (SqliteFault.IsOfFile(exception))
        {
            throw SqliteFault.Explain(DataSource, exception);
        }
    }

    private string DataSource => _settings.DataSource;

    private string FilePath => _path ??= SqliteLocation.FileOf(_settings);

    private static bool IsInMemory(SqliteConnectionStringBuilder settings) =>
        settings.Mode == SqliteOpenMode.Memory
        || settings.DataSource.Length == 0
        || settings.DataSource == ":memory:"
        || (settings.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            && (settings.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase) || settings.DataSource.Contains("mode=memory", StringComparison.OrdinalIgnoreCase)));
}
