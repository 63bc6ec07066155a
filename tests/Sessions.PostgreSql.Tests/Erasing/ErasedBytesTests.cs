using System.Text;
using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Erasing;

/// <summary>After a session is deleted no row has anything of it, and after VACUUM FULL no file of the database but the server's log.</summary>
public sealed class ErasedBytesTests(PrivateServer server) : IClassFixture<PrivateServer>, IAsyncLifetime
{
    private static readonly int Turns = TestScale.Of(1000);

    private PostgreSqlSessionStore _store = null!;

    /// <summary>How the sessions are named that are erased.</summary>
    public enum Way
    {
        BySession,
        ByOwner,
        ByTenant,
    }

    public static TheoryData<Way> Ways { get; } = new(Enum.GetValues<Way>());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.ExecuteAsync("DROP SCHEMA IF EXISTS sessions CASCADE");
        _store = new PostgreSqlSessionStore(server.Server.ConnectionString);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Nothing_is_left(Way way)
    {
        var tenant = way == Way.ByTenant ? MarkedSessions.MarkedTenant : "tenant";
        var sessions = new MarkedSessions(_store, tenant, Count);
        await sessions.CreateAsync(Turns);
        var talk = await TalkAsync(tenant);
        await server.ExecuteAsync("ANALYZE");
        await server.ExecuteAsync("CHECKPOINT");
        Assert.InRange(sessions.Count(), Turns, int.MaxValue);
        Assert.NotEmpty(await RowsAsync());

        await EraseAsync(sessions, talk, tenant, way);

        Assert.Empty(await RowsAsync());
        await sessions.AssertBystandersAsync(Turns);
        await server.ExecuteAsync("VACUUM FULL");
        await server.ExecuteAsync("CHECKPOINT");
        Assert.DoesNotContain(Files(), file => CountIn(file, MarkedSessions.Marker) > 0);
    }

    /// <summary>A session whose words are in the index.</summary>
    private async Task<SessionKey> TalkAsync(string tenant)
    {
        var agent = new EchoClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store });
        var key = new SessionKey(tenant, $"talk of {MarkedSessions.Marker}");
        var session = await agent.GetSessionAsync(key, cancellationToken: Token);
        await agent.RunAsync($"I live in {MarkedSessions.Marker}", session, cancellationToken: Token);
        await agent.UpdateDetailsAsync(session, details => details with { Owner = MarkedSessions.Owner }, Token);
        Assert.Equal([key], await _store.ListAsync(new SessionQuery { Tenant = tenant, Text = MarkedSessions.Marker }).Select(found => found.Key).ToListAsync(Token));
        return key;
    }

    private async Task EraseAsync(MarkedSessions sessions, SessionKey talk, string tenant, Way way)
    {
        switch (way)
        {
            case Way.BySession:
                foreach (var key in sessions.Keys.Append(talk))
                {
                    Assert.True(await _store.DeleteAsync(key, Token));
                }

                break;
            case Way.ByOwner:
                Assert.Equal(sessions.Keys.Count + 1, await _store.DeleteSessionsAsync(new SessionQuery { Tenant = tenant, Owner = MarkedSessions.Owner }, Token));
                break;
            default:
                Assert.Equal(sessions.Keys.Count + 1, await _store.DeleteSessionsAsync(SessionQuery.All(tenant), Token));
                break;
        }

        // Steps of a session that never was belong to no owner; with its tenant they are gone.
        Assert.False(await _store.DeleteAsync(sessions.Uncommitted, Token));
    }

    /// <summary>The tables of which a row has the word, as text or as bytes.</summary>
    private async Task<List<string>> RowsAsync()
    {
        var found = new List<string>();
        var tables = (string)(await server.ExecuteAsync("SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'sessions'"))!;
        foreach (var table in tables.Split(' '))
        {
            var bytes = Convert.ToHexString(Encoding.UTF8.GetBytes(MarkedSessions.Marker));
            if ((long)(await server.ExecuteAsync($"SELECT count(*) FROM sessions.{table} AS one WHERE one::text ILIKE '%{MarkedSessions.Marker}%' OR one::text ILIKE '%{bytes}%'"))! > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }

    private int Count(string word) => Files().Sum(file => CountIn(file, word));

    /// <summary>The files of the cluster, without the log of what was written, which is recycled.</summary>
    private List<string> Files() =>
        [.. Directory.EnumerateFiles(server.Server.DataFolder, "*", SearchOption.AllDirectories).Where(path => !path.Contains("/pg_wal/", StringComparison.Ordinal))];

    private static int CountIn(string path, string word)
    {
        var bytes = File.ReadAllBytes(path);
        return CountIn(bytes, Encoding.UTF8.GetBytes(word)) + CountIn(bytes, Encoding.UTF8.GetBytes(word.ToLowerInvariant()));
    }

    private static int CountIn(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word)
    {
        var count = 0;
        for (; bytes.IndexOf(word) is >= 0 and var at; bytes = bytes[(at + word.Length)..])
        {
            count++;
        }

        return count;
    }
}
