using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Sessions;

/// <summary>
/// The tables and functions, as docs/decisions explains them, in versions: each is made of the one before by a script, and keeps what older
/// code calls, so that hosts can be updated one after the other.
/// </summary>
internal static class PostgreSqlSchema
{
    /// <summary>The version that this code calls.</summary>
    public const int Version = 1;

    private const string Prefix = "V";

    // Without a language's own rules small letters are those of ASCII; with ICU, which most servers have, those of all alphabets.
    private const string LowerCollation =
        "(SELECT coalesce((SELECT 'pg_catalog.\"und-x-icu\"' FROM pg_catalog.pg_collation WHERE collname = 'und-x-icu' AND collencoding IN (-1, 6) LIMIT 1), 'pg_catalog.\"default\"'))";

    /// <summary>Brings a schema up to date, in a transaction of its own in which nobody else does. What is up to date is left as it is.</summary>
    public static async Task MigrateAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await ThrowIfUnfitAsync(connection, cancellationToken).ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock(hashtext('Sessions.PostgreSql'), hashtext('{schema}'))", cancellationToken).ConfigureAwait(false);
            var version = await FindVersionAsync(connection, schema, cancellationToken).ConfigureAwait(false);
            if (version < Version)
            {
                var lower = (string)(await ScalarAsync(connection, $"SELECT {LowerCollation}", cancellationToken).ConfigureAwait(false))!;
                foreach (var script in Scripts(schema, after: version, lower))
                {
                    await ExecuteAsync(connection, script, cancellationToken).ConfigureAwait(false);
                }
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The version that a schema has; 0 where there is none.</summary>
    public static async Task<int> FindVersionAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        var isThere = await ScalarAsync(connection, $"SELECT to_regclass('{SchemaName.Quoted(schema)}.versions') IS NOT NULL", cancellationToken).ConfigureAwait(false) is true;
        return isThere ? (int)(await ScalarAsync(connection, $"SELECT coalesce(max(version), 0) FROM {SchemaName.Quoted(schema)}.versions", cancellationToken).ConfigureAwait(false))! : 0;
    }

    /// <summary>The whole as one script, to be run once where the program may not make it.</summary>
    public static string WholeScript(string schema) =>
        $"BEGIN;\n{string.Join("\n", Scripts(schema, after: 0, "pg_catalog.\"und-x-icu\""))}\nCOMMIT;\n";

    private static IEnumerable<string> Scripts(string schema, int after, string lower)
    {
        var quoted = SchemaName.Quoted(schema);
        if (after == 0)
        {
            yield return $"CREATE SCHEMA IF NOT EXISTS {quoted};";
            yield return $"CREATE TABLE {quoted}.versions (version integer NOT NULL PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now());";
        }

        var assembly = typeof(PostgreSqlSchema).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => VersionOf(name) > after).OrderBy(VersionOf).ThenBy(name => name, StringComparer.Ordinal))
        {
            yield return Read(assembly, name).Replace("{schema}", quoted, StringComparison.Ordinal).Replace("{lower}", lower, StringComparison.Ordinal);
        }

        for (var version = after + 1; version <= Version; version++)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {quoted}.versions (version) VALUES ({version});");
        }
    }

    private static int VersionOf(string resource) =>
        resource.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(resource.AsSpan(Prefix.Length, Math.Max(resource.IndexOf('/', StringComparison.Ordinal) - Prefix.Length, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static async Task ThrowIfUnfitAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion < PostgreSqlFault.OldestServer)
        {
            throw PostgreSqlFault.OldServer(connection.PostgreSqlVersion);
        }

        if (await ScalarAsync(connection, "SHOW server_encoding", cancellationToken).ConfigureAwait(false) is string encoding && encoding != "UTF8")
        {
            throw PostgreSqlFault.OtherEncoding(encoding);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
