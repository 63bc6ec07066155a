using System.Net.Sockets;
using Npgsql;

namespace Sessions;

/// <summary>Says what is wrong with a server or its database, and the way out.</summary>
internal static class PostgreSqlFault
{
    /// <summary>The oldest server that has what the functions are made of.</summary>
    public static readonly Version OldestServer = new(14, 0);

    /// <summary>Whether the cause of a failure is the server, or how it is reached.</summary>
    public static bool IsOfServer(Exception exception) => exception switch
    {
        PostgresException failure => Explain(failure.SqlState, "", "") is not null,
        _ => Explain(exception, "") is not null,
    };

    /// <summary>Names such a failure.</summary>
    public static SessionStoreException Name(PostgreSqlLocation location, Exception exception)
    {
        var message = exception is PostgresException failure ? Explain(failure.SqlState, $"{location}", location.Schema) : Explain(exception, $"{location}");
        return new SessionStoreException($"{message} {exception.Message}", exception);
    }

    /// <summary>Whether the functions are not there, or the schema that they are in.</summary>
    public static bool IsNoSchema(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedTable;

    /// <summary>Whether the server has said that nothing was done, because of what others did at the same time: it can be done again.</summary>
    public static bool IsToRepeat(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>
    /// Whether a connection was lost, or refused by a server that is about to stop or to start: what was done on it may be done or not.
    /// </summary>
    public static bool IsLostConnection(Exception exception) => exception switch
    {
        PostgresException failure => failure.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException { InnerException: TimeoutException } => false,
        NpgsqlException { InnerException: IOException or SocketException } => true,
        _ => false,
    };

    public static SessionStoreException OldServer(Version version) =>
        new($"The server is PostgreSQL {version}, and the store needs {OldestServer.Major} or newer. Update the server; nothing was changed.");

    public static SessionStoreException OtherEncoding(string encoding) =>
        new($"The database has the encoding {encoding}, and the store needs UTF8, in which every text can be kept. Make a database with ENCODING 'UTF8'; nothing was changed.");

    public static SessionStoreException NoSchema(PostgreSqlLocation location, int version) => new(version == 0
        ? $"The database {location} has no schema '{location.Schema}' for sessions, and CreateSchema is false. Run the script of PostgreSqlSessionStore.GetSchemaScript there, or let the store make it."
        : $"The schema '{location.Schema}' of the database {location} has version {version}, this code needs version {PostgreSqlSchema.Version}, and CreateSchema is false. Update it, or let the store do so.");

    private static string? Explain(Exception exception, string location) => exception switch
    {
        NpgsqlException { InnerException: TimeoutException } when IsOfPool(exception) =>
            $"All connections of this process to {location} are in use. Raise Maximum Pool Size in the connection string, or run fewer turns at once.",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException =>
            $"The server {location} did not answer in time. See that it is not overloaded, or raise Command Timeout in the connection string.",
        NpgsqlException { InnerException: SocketException or IOException or AggregateException } or SocketException or IOException =>
            $"The server {location} cannot be reached, or the connection to it was lost. See that it runs, and that the connection string names its host and port.",
        NpgsqlException { InnerException: null } when exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
            $"The server {location} refused the user. See to Username and Password in the connection string.",
        _ => null,
    };

    private static string? Explain(string code, string location, string schema) => code switch
    {
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            $"The database {location} is read-only: it is a standby, or default_transaction_read_only is on. Nothing was written. Name the primary in the connection string (Target Session Attributes=primary where it names several hosts).",
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded =>
            $"The server {location} has no connection left. Lower Maximum Pool Size in the connection strings, raise max_connections, or put a pooler between.",
        PostgresErrorCodes.DiskFull =>
            $"The disk of the server {location} is full. Nothing was written. Make room there.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"The user may not do that in the database {location}. Grant it USAGE on the schema '{schema}', EXECUTE on its functions and SELECT, INSERT, UPDATE and DELETE on its tables; to make the schema it needs CREATE on the database.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"The server {location} refused the user. See to Username and Password in the connection string.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"The server {location} has no such database. Create it, or name another in the connection string.",
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            $"The server {location} is starting or stopping.",
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable =>
            $"The server {location} gave up on what it was asked, because a time limit of its own (statement_timeout, lock_timeout) was over.",
        _ => null,
    };

    // There is no other sign of it.
    private static bool IsOfPool(Exception exception) => exception.Message.Contains("pool", StringComparison.OrdinalIgnoreCase);
}
