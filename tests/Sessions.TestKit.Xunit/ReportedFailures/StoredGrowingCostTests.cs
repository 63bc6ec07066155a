using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>As <see cref="GrowingCostTests"/>, and what a store reads and writes.</summary>
public abstract class StoredGrowingCostTests(TestStores stores) : GrowingCostTests(stores)
{
    [Theory]
    [InlineData(50)]
    [InlineData(500)]
    [InlineData(2_500)]
    public async Task Loading_and_running_reads_what_the_view_shows_and_writes_the_new_turn_alone(int turns)
    {
        var store = CreateStore()!;
        var counted = new CountingStore(store);
        var model = new ScriptedModel();
        await FillAsync(Agent(model, store), turns);
        var agent = Agent(model, counted, options => (options.View, options.SessionCacheBytes) = (new HistoryView { MaxMessages = 10 }, 0));

        await agent.RunAsync("one", await agent.GetSessionAsync("s"));
        var (read, written) = (counted.TurnsRead, counted.BytesWritten);
        await agent.RunAsync("two", await agent.GetSessionAsync("s"));

        Assert.InRange(read, 5, 7);
        Assert.Equal(read, counted.TurnsRead - read);
        Assert.InRange(written, 1, 1_000);
        Assert.InRange(counted.BytesWritten - written, 1, 1_000);
        Assert.Equal(11, model.Log.Last.Messages.Count);
    }

    [Fact]
    public async Task A_session_that_is_loaded_is_not_read_again()
    {
        var store = CreateStore()!;
        var counted = new CountingStore(store);
        var model = new ScriptedModel();
        await FillAsync(Agent(model, store), 100);
        var agent = Agent(model, counted);
        var session = await agent.GetSessionAsync("s");

        for (var turn = 0; turn < 5; turn++)
        {
            await agent.RunAsync("go on", session);
        }

        Assert.Equal(100, counted.TurnsRead);
        Assert.Equal(209, model.Log.Last.Messages.Count);
    }

    /// <summary>Gives the session so many turns, in one commit.</summary>
    private static async Task FillAsync(ChatClientAgent agent, int turns)
    {
        var scratch = Agent(new EchoClient(), store: null);
        var session = await scratch.GetSessionAsync("s");
        for (var turn = 0; turn < turns; turn++)
        {
            await scratch.RunAsync($"turn {turn}", session);
        }

        await agent.SaveSessionAsync(await agent.DeserializeSessionAsync(await scratch.SerializeSessionAsync(session)));
    }
}
