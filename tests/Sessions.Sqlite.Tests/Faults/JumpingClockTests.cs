using Sessions.Agents;

namespace Sessions.Sqlite.Tests.Faults;

/// <summary>A clock that goes back and forth: turns are ordered by their chain, and the revision decides, never a time.</summary>
public sealed class JumpingClockTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task No_turn_conflicts_and_none_is_out_of_order()
    {
        var clock = new JumpingClock(seed: 1);
        using var store = new SqliteSessionStore(_file.ConnectionString, clock);
        var agent = new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}")).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, TimeProvider = clock });
        var session = await agent.GetSessionAsync("s");
        var texts = new List<string>();
        for (var number = 0; number < TestScale.Of(1000); number++)
        {
            // Now and then another object goes on with the session.
            session = number % 10 == 0 ? await agent.GetSessionAsync("s") : session;
            var response = await agent.RunAsync($"{number}", session, new AgentRunOptions { OnConflict = ConflictHandling.Throw, TurnKey = number % 3 == 0 ? $"key {number}" : null });
            Assert.Equal($"re {number}", response.Text);
            Assert.Empty(response.Issues);
            texts.AddRange([$"{number}", $"re {number}"]);
        }

        Assert.Equal(texts, (await agent.ReadMessagesAsync(session).ToListAsync()).Select(message => message.Text));
        Assert.Equal(texts.Count / 2, session.Revision);

        await agent.RewindSessionAsync(session, 5);
        await agent.RunAsync("again", session);
        Assert.Equal([.. texts.Take(10), "again", "re again"], (await agent.ReadMessagesAsync(session).ToListAsync()).Select(message => message.Text));
    }

    private sealed class JumpingClock(int seed) : TimeProvider
    {
        private readonly Random _random = new(seed);

        public override DateTimeOffset GetUtcNow()
        {
            lock (_random)
            {
                return StoreData.Time.AddSeconds(_random.Next(-300_000_000, 300_000_000));
            }
        }
    }
}
