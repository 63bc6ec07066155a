using Npgsql;

namespace Sessions;

/// <summary>The schema of a database of a server, however a connection string spells it: stores on one keep the same sessions.</summary>
/// <param name="Host">The server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Database">The database.</param>
/// <param name="Schema">The schema.</param>
internal sealed record PostgreSqlLocation(string Host, int Port, string Database, string Schema)
{
    public static PostgreSqlLocation Of(string connectionString, string schema)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return new(HostOf(settings.Host ?? ""), settings.Port, settings.Database ?? settings.Username ?? "", schema);
    }

    public override string ToString() => $"{Host}:{Port}/{Database} ({Schema})";

    // A folder with a socket is this machine too.
    private static string HostOf(string host) => host.ToLowerInvariant() switch
    {
        "localhost" or "127.0.0.1" or "::1" => "localhost",
        ['/', ..] => "localhost",
        var name => name,
    };
}
