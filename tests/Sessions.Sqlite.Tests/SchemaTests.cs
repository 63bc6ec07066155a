using Microsoft.Data.Sqlite;

namespace Sessions.Sqlite.Tests;

/// <summary>Tenant and session lead every key, so that no query can leave them out by accident.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Tenant_and_session_lead_every_primary_key_and_every_index()
    {
        await new SqliteSessionStore(_file.ConnectionString).LoadAsync(new SessionKey("s"));
        var indexes = Query(
            """
            SELECT t.name || '.' || i.name, group_concat(c.name, ',' ORDER BY c.seqno)
            FROM sqlite_schema AS t, pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c
            WHERE t.type = 'table' GROUP BY t.name, i.name
            """);
        var tables = Query("SELECT name, '' FROM sqlite_schema WHERE type = 'table'").Select(row => row.Name);

        Assert.Equal(["messages", "sessions", "state_values", "turn_steps", "turns"], tables.Order());
        Assert.Equal(8, indexes.Count);

        // Old steps are looked for in a tenant, whatever sessions they are of.
        Assert.Equal("tenant,recorded_at", Assert.Single(indexes, index => index.Name == "turn_steps.turn_steps_by_time").Columns);
        Assert.All(indexes.Where(index => index.Name != "turn_steps.turn_steps_by_time"), index => Assert.StartsWith("tenant,session_id", index.Columns));
        Assert.All(tables, table => Assert.Contains(indexes, index => index.Name.StartsWith(table + ".sqlite_autoindex", StringComparison.Ordinal)));
    }

    private List<(string Name, string Columns)> Query(string sql)
    {
        using var connection = new SqliteConnection(_file.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<(string, string)>();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }
}
