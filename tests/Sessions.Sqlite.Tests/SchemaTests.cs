namespace Sessions.Sqlite.Tests;

/// <summary>What names sessions leads every key by which one is found, and what steps over versions.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Tenant_leads_every_index_by_which_sessions_are_found_and_the_segment_all_others()
    {
        await new SqliteSessionStore(_file.ConnectionString).CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("s")) });
        var indexes = Query(
            """
            SELECT t.name || '.' || i.name, group_concat(c.name, ',' ORDER BY c.seqno)
            FROM sqlite_schema AS t, pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c
            WHERE t.type = 'table' GROUP BY t.name, i.name
            """);
        var tables = Query("SELECT name, '' FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").Select(row => row.Name);

        Assert.Equal(["erased", "forks", "saved_state", "sessions", "steps", "turn_keys", "turns"], tables.Order());
        string[] byTime = ["sessions.sessions_by_expiry", "steps.steps_by_expiry"];
        Assert.All(indexes.Where(index => byTime.Contains(index.Name)), index => Assert.Equal("expires_at", index.Columns));
        Assert.All(
            indexes.Where(index => index.Name.Split('.')[0] is "sessions" or "steps" && !byTime.Contains(index.Name)),
            index => Assert.StartsWith("tenant,", index.Columns, StringComparison.Ordinal));
        Assert.Contains(("sessions.sqlite_autoindex_sessions_1", "tenant,session_id"), indexes);
        Assert.Equal(
            ["forks.forks_by_parent: parent,parent_turn", "saved_state.sqlite_autoindex_saved_state_1: segment,turn,revision", "turn_keys.sqlite_autoindex_turn_keys_1: segment,key", "turns.turns_by_branch: place"],
            indexes.Where(index => index.Name.Split('.')[0] is not ("sessions" or "steps")).Select(index => $"{index.Name}: {index.Columns}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_has_small_pages_and_gives_back_what_is_erased()
    {
        await new SqliteSessionStore(_file.ConnectionString).CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("s")) });

        Assert.Equal(1024L, _file.Execute("PRAGMA page_size"));
        Assert.Equal(2L, _file.Execute("PRAGMA auto_vacuum"));
    }

    private List<(string Name, string Columns)> Query(string sql)
    {
        using var connection = _file.Open();
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
