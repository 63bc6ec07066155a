using System.Collections.Concurrent;
using Npgsql;

namespace Sessions;

/// <summary>
/// Asks the server: one call of a function, on a connection of the pool. Where the schema is not there, it is made, and the call made again.
/// </summary>
internal sealed class PostgreSqlDatabase(NpgsqlDataSource dataSource, bool ownsDataSource, PostgreSqlSessionStoreOptions options) : IAsyncDisposable
{
    private const int Attempts = 3;

    private readonly string _schema = SchemaName.Quoted(options.Schema);
    private readonly bool _createsSchema = options.CreateSchema;
    private readonly ConcurrentDictionary<Function, string> _texts = [];

    public PostgreSqlLocation Location { get; } = PostgreSqlLocation.Of(dataSource.ConnectionString, options.Schema);

    /// <summary>Makes the schema, or brings it up to date, unless it is.</summary>
    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (_createsSchema)
                {
                    await PostgreSqlSchema.MigrateAsync(connection, Location.Schema, cancellationToken).ConfigureAwait(false);
                }
                else if (await PostgreSqlSchema.FindVersionAsync(connection, Location.Schema, cancellationToken).ConfigureAwait(false) is var version && version < PostgreSqlSchema.Version)
                {
                    throw PostgreSqlFault.NoSchema(Location, version);
                }
            }
        }
        catch (Exception exception) when (PostgreSqlFault.IsOfServer(exception))
        {
            throw PostgreSqlFault.Name(Location, exception);
        }
    }

    /// <summary>Reads. Where a connection turns out to be lost, it is read on another.</summary>
    public ValueTask<T> ReadAsync<T>(Function function, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken) =>
        AskUntilAnsweredAsync(TextOf(function), bind, read, Attempts, cancellationToken, cancellationToken);

    /// <summary>
    /// Writes, in a transaction of its own. It can be cancelled until it is sent; then its end is waited for. It is sent again only where the server
    /// has said that nothing was done.
    /// </summary>
    public ValueTask<T> WriteAsync<T>(Function function, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken) =>
        AskUntilAnsweredAsync(TextOf(function), bind, read, attempts: 1, cancellationToken, CancellationToken.None);

    /// <summary>Writes what may be written twice. Where a connection turns out to be lost, it is written on another.</summary>
    public ValueTask<T> WriteAgainAsync<T>(Function function, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken) =>
        AskUntilAnsweredAsync(TextOf(function), bind, read, Attempts, cancellationToken, CancellationToken.None);

    /// <summary>Writes, for a caller who can find out what became of it.</summary>
    /// <exception cref="UnansweredException">It was sent, and the server did not say.</exception>
    public ValueTask<T> TryWriteAsync<T>(Function function, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken) =>
        AskAsync(TextOf(function), bind, read, cancellationToken, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (ownsDataSource)
        {
            await dataSource.DisposeAsync().ConfigureAwait(false);
        }
    }

    private string TextOf(Function function) => _texts.GetOrAdd(function, static (function, schema) => function.TextIn(schema), _schema);

    private async ValueTask<T> AskUntilAnsweredAsync<T>(string sql, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, int attempts, CancellationToken cancellationToken, CancellationToken whileRunning)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AskAsync(sql, bind, read, cancellationToken, whileRunning).ConfigureAwait(false);
            }
            catch (UnansweredException exception) when (!exception.IsLost || attempt == attempts)
            {
                throw exception.Failure;
            }
            catch (UnansweredException)
            {
            }
        }
    }

    private async ValueTask<T> AskAsync<T>(string sql, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken, CancellationToken whileRunning)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AskOnceAsync(sql, bind, read, cancellationToken, whileRunning).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (PostgreSqlFault.IsNoSchema(exception) && attempt == 1)
            {
                await InitializeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException exception) when (PostgreSqlFault.IsToRepeat(exception) && attempt < Attempts)
            {
            }
            catch (Exception exception) when (PostgreSqlFault.IsOfServer(exception))
            {
                throw PostgreSqlFault.Name(Location, exception);
            }
        }
    }

    private async ValueTask<T> AskOnceAsync<T>(string sql, Action<NpgsqlCommand> bind, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken, CancellationToken whileRunning)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            using var command = new NpgsqlCommand(sql, connection);
            bind(command);
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var reader = await command.ExecuteReaderAsync(whileRunning).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    return await read(reader, whileRunning).ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (PostgreSqlFault.IsLostConnection(exception))
            {
                // The others that were opened to the same server at the time are lost too, as a rule.
                dataSource.Clear();
                throw new UnansweredException(PostgreSqlFault.Name(Location, exception), isLost: true);
            }
            catch (NpgsqlException exception) when (exception.InnerException is TimeoutException)
            {
                throw new UnansweredException(PostgreSqlFault.Name(Location, exception), isLost: false);
            }
        }
    }
}
