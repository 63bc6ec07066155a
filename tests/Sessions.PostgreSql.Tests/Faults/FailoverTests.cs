using Npgsql;
using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Faults;

/// <summary>The primary is lost, and a standby takes over: with a synchronous one nothing is, and without only whole turns are.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private PostgresServer _primary = null!;
    private PostgresServer _standby = null!;
    private PostgreSqlSessionStore _store = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        PostgresDatabase.SkipIfMissing();
        _primary = await PostgresServer.StartAsync();
        _standby = await _primary.StartStandbyAsync();
        _store = new PostgreSqlSessionStore(
            $"Host=127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port};Username=postgres;Database=postgres;Target Session Attributes=primary;Host Recheck Seconds=1;Timeout=5");
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_synchronous_standby_that_takes_over_has_every_acknowledged_turn_once(bool isLeased)
    {
        await ExecuteAsync(_primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
        await ExecuteAsync(_primary, "SELECT pg_reload_conf()");
        await UntilAsync(async () => await ExecuteAsync(_primary, "SELECT sync_state FROM pg_stat_replication") is "sync");
        var agent = Agent(isLeased);
        var talks = Enumerable.Range(0, 4).Select(place => Task.Run(() => TalkAsync(agent, new SessionKey($"s{place}"), 30))).ToList();

        await UntilAsync(async () => (await _store.LoadAsync(new SessionKey("s0")))?.Head.TurnCount >= 10);
        await _primary.CrashAsync();
        await _standby.PromoteAsync();

        // The new primary has no standby to wait for.
        await ExecuteAsync(_standby, "ALTER SYSTEM RESET synchronous_standby_names");
        await ExecuteAsync(_standby, "SELECT pg_reload_conf()");
        await Task.WhenAll(talks).WaitAsync(TimeSpan.FromMinutes(2), Token);
        for (var place = 0; place < talks.Count; place++)
        {
            Assert.Equal(Enumerable.Range(0, 30).Select(number => $"{number}"), await InputsAsync(agent, new SessionKey($"s{place}")));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_asynchronous_standby_did_not_have_is_lost_as_whole_turns_and_the_session_goes_on(bool isLeased)
    {
        var agent = Agent(isLeased);
        var key = new SessionKey("s");
        var session = await agent.GetSessionAsync(key);
        await agent.RunAsync("kept", session);
        var written = await ExecuteAsync(_primary, "SELECT pg_current_wal_flush_lsn()::text");
        await UntilAsync(async () => await ExecuteAsync(_standby, $"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn") is true);
        await _standby.StopAsync();
        await agent.RunAsync("lost", session);
        await agent.RunAsync("lost too", session);
        await _primary.CrashAsync();
        await _standby.StartAgainAsync();
        await _standby.PromoteAsync();

        await SayAsync(agent, session, "next");

        Assert.Equal(["kept", "next"], await InputsAsync(agent, key));
        Assert.Equal(["kept", "next"], await InputsAsync(Agent(isLeased), key));
    }

    /// <summary>Says something until it is kept, as a client does: with one key, however often it has to.</summary>
    private static async Task SayAsync(AIAgent agent, AgentSession session, string text)
    {
        while (true)
        {
            try
            {
                await agent.RunAsync(text, session, new AgentRunOptions { TurnKey = text, OnConflict = ConflictHandling.Retry }, Token);
                return;
            }
            catch (Exception exception) when (exception is SessionStoreException or SessionConflictException)
            {
                await Task.Delay(50, Token);
            }
        }
    }

    private static async Task TalkAsync(ChatClientAgent agent, SessionKey key, int turns)
    {
        var session = await agent.GetSessionAsync(key, cancellationToken: Token);
        for (var number = 0; number < turns; number++)
        {
            await SayAsync(agent, session, $"{number}");
        }
    }

    private static async Task<List<string>> InputsAsync(ChatClientAgent agent, SessionKey key) =>
        [.. (await agent.ReadTurnsAsync(await agent.GetSessionAsync(key, cancellationToken: Token), cancellationToken: Token).ToListAsync(Token)).Select(turn => turn.Messages[0].Text)];

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isSo())
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task<object?> ExecuteAsync(PostgresServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }

    private ChatClientAgent Agent(bool isLeased) => new EchoClient().AsAIAgent(new ChatClientAgentOptions
    {
        Name = "A",
        SessionStore = _store,
        SessionLease = isLeased ? new SessionLeaseOptions { Duration = TimeSpan.FromSeconds(2), IdleDuration = TimeSpan.FromSeconds(1) } : null,
    });
}
