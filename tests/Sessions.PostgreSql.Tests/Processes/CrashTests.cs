using System.Collections.Concurrent;
using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Processes;

/// <summary>The server crashes while turns are committed, again and again, and what it has acknowledged is on the disk.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private const int Sessions = 8;

    private readonly ConcurrentQueue<(string Text, string Id)> _kept = [];
    private PostgresServer? _server;
    private PostgreSqlSessionStore? _store;
    private ChatClientAgent? _agent;
    private bool _isOver;

    public async ValueTask InitializeAsync()
    {
        PostgresDatabase.SkipIfMissing();
        _server = await PostgresServer.StartAsync("fsync=on", "max_connections=40");
        _store = new PostgreSqlSessionStore(_server.ConnectionString + ";Timeout=5");
        _agent = new EchoClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store, ContextProviders = [new TurnCounter()], View = new HistoryView { MaxTurns = 2 } });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _store!.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task No_turn_that_was_acknowledged_is_lost_or_torn_or_there_twice()
    {
        var begun = 0;
        var turns = Enumerable.Range(0, Sessions).Select(number => Task.Run(async () =>
        {
            while (!Volatile.Read(ref _isOver))
            {
                await RunAsync($"s{number}", $"turn {Interlocked.Increment(ref begun)}");
            }
        })).ToList();
        for (var round = 0; round < Math.Max(TestScale.Of(20), 3); round++)
        {
            var before = _kept.Count;
            await WorkerProcess.WaitUntilAsync(() => _kept.Count > before + (2 * Sessions));
            await Task.Delay(Random.Shared.Next(50));
            await _server!.CrashAsync();
            await _server.StartAgainAsync();
        }

        Volatile.Write(ref _isOver, true);
        await Task.WhenAll(turns);
        await AssertAsync();
    }

    private async Task RunAsync(string id, string text)
    {
        try
        {
            var response = await _agent!.RunAsync(text, await _agent.GetSessionAsync(id));
            Assert.Equal($"re {text}", response.Text);
            _kept.Enqueue((text, response.TurnId!));
        }
        catch (SessionStoreException)
        {
            // The server is down. Whether the turn was kept is seen later.
            await Task.Delay(20);
        }
    }

    private async Task AssertAsync()
    {
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var number = 0; number < Sessions; number++)
        {
            var session = await _agent!.GetSessionAsync($"s{number}");
            var turns = await _agent.ReadTurnsAsync(session).ToListAsync();
            Assert.Equal(turns.Count, session.Revision);
            Assert.Equal(turns.Count, session.State.Get<Tally>().Count);
            Assert.All(turns, turn => Assert.Equal($"re {turn.Messages[0].Text}", turn.Messages[1].Text));
            turns.ForEach(turn => stored.Add(turn.Messages[0].Text, turn.Record.Id));
        }

        Assert.All(_kept, turn => Assert.Equal(turn.Id, stored.GetValueOrDefault(turn.Text)));
    }
}
