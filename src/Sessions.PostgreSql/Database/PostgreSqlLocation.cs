using System.Globalization;
using Npgsql;

namespace Sessions;

/// <summary>The schema of a database of a server, however a connection string spells it: stores on one keep the same sessions.</summary>
/// <param name="Servers">The server with its port; where several are named, of which one is the primary, all of them, in whichever order.</param>
/// <param name="Database">The database.</param>
/// <param name="Schema">The schema.</param>
internal sealed record PostgreSqlLocation(string Servers, string Database, string Schema)
{
    public static PostgreSqlLocation Of(string connectionString, string schema)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var servers = (settings.Host ?? "").Split(',', StringSplitOptions.TrimEntries).Select(server => ServerOf(server, settings.Port)).Order(StringComparer.Ordinal);
        return new(string.Join(',', servers), settings.Database ?? settings.Username ?? "", schema);
    }

    public override string ToString() => $"{Servers}/{Database} ({Schema})";

    private static string ServerOf(string server, int port)
    {
        // As Npgsql reads it: a port comes after the only colon, or after the last where an address is in brackets.
        var colon = server.LastIndexOf(':');
        var hasPort = colon > 0 && (server.IndexOf(':') == colon || server[colon - 1] == ']') && int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port);
        return string.Create(CultureInfo.InvariantCulture, $"{HostOf(hasPort ? server[..colon] : server)}:{port}");
    }

    // A folder with a socket is this machine too.
    private static string HostOf(string host) => host.ToLowerInvariant() switch
    {
        "localhost" or "127.0.0.1" or "::1" or "[::1]" => "localhost",
        ['/', ..] => "localhost",
        var name => name,
    };
}
