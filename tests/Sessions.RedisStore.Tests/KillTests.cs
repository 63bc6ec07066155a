using System.Collections.Concurrent;
using System.Diagnostics;
using Sessions.Agents;
using StackExchange.Redis;

namespace Sessions.RedisStore.Tests;

/// <summary>What is left of the turns of agents when the server is killed.</summary>
public class KillTests
{
    private volatile bool _isKilled;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Turns_that_were_acknowledged_are_there_after_the_server_was_killed_and_the_others_whole_or_not_at_all()
    {
        Assert.SkipWhen(RedisServer.Missing is not null && Environment.GetEnvironmentVariable("CI") is null or "", RedisServer.Missing ?? "");
        await using var server = await RedisServer.StartAsync();
        var acknowledged = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await using (var connection = await ConnectionMultiplexer.ConnectAsync(server.Address))
        {
            var agent = AgentOn(connection);
            var running = Enumerable.Range(0, 8).Select(number => Task.Run(() => TalkAsync(agent, $"s{number}", acknowledged))).ToList();
            await WaitAsync(running, acknowledged, turns: 200);
            _isKilled = true;
            await server.KillAsync();
            await Task.WhenAll(running).WaitAsync(TimeSpan.FromMinutes(1), Token);
        }

        await server.ServeAsync();
        await using var reconnection = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var reader = AgentOn(reconnection);
        foreach (var (id, turns) in acknowledged)
        {
            var session = await reader.GetSessionAsync(id);
            var texts = await reader.ReadMessagesAsync(session).Select(message => message.Text).ToListAsync();
            Assert.InRange(texts.Count / 2, turns, turns + 1);
            Assert.Equal(Enumerable.Range(0, texts.Count / 2).SelectMany(turn => new[] { $"question {turn}", $"re question {turn}" }), texts);
            await reader.RunAsync("Are you there?", session);
        }
    }

    /// <summary>Waits for turns to be acknowledged. Whoever talks goes on until the server is killed: one that ends before has failed.</summary>
    private static async Task WaitAsync(List<Task> running, ConcurrentDictionary<string, int> acknowledged, int turns)
    {
        for (var waited = Stopwatch.StartNew(); acknowledged.Values.Sum() < turns; await Task.Delay(5, Token))
        {
            if (running.Find(one => one.IsCompleted) is { } ended)
            {
                await ended;
            }

            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), $"{acknowledged.Values.Sum()} turns were acknowledged in a minute.");
        }
    }

    private static ChatClientAgent AgentOn(ConnectionMultiplexer connection) => new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}"))
        .AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = new RedisSessionStore(connection.GetDatabase()) });

    private async Task TalkAsync(ChatClientAgent agent, string id, ConcurrentDictionary<string, int> acknowledged)
    {
        try
        {
            var session = await agent.GetSessionAsync(id);
            for (var turn = 0; ; turn++)
            {
                await agent.RunAsync($"question {turn}", session);
                acknowledged[id] = turn + 1;
            }
        }
        catch (SessionStoreException) when (_isKilled)
        {
            // The server is gone.
        }
    }
}
