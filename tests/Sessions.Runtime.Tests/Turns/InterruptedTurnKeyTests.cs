using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>A turn that was interrupted is run again under its key, whatever it has left and whoever keeps the history.</summary>
public class InterruptedTurnKeyTests
{
    public enum Keeper
    {
        Session,
        Store,
        Provider,
        Responses,
        Thread,
    }

    public static TheoryData<Keeper, InterruptedTurns, bool> Cases { get; } = new(
        from keeper in Enum.GetValues<Keeper>()
        from interrupted in Enum.GetValues<InterruptedTurns>()
        from streamed in new[] { false, true }
        select (keeper, interrupted, streamed));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_completes_and_its_tool_ran_once(Keeper keeper, InterruptedTurns interrupted, bool streamed)
    {
        var ran = 0;
        var model = new ScriptedModel(
            ModelAnswer.Of("hello"),
            ModelAnswer.Nothing.Call("c1", "act"),
            ModelAnswer.Of("half of it").FailWith(new HttpRequestException("down"), afterUpdates: 1),
            ModelAnswer.Of("done"),
            ModelAnswer.Of("after"));
        var service = new ServiceClient(model, isThread: keeper == Keeper.Thread);
        var provider = new DictionaryHistoryProvider();
        var agent = (keeper is Keeper.Responses or Keeper.Thread ? (IChatClient)service : model).AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = keeper == Keeper.Store ? new InMemorySessionStore() : null,
            ContextProviders = keeper == Keeper.Provider ? [provider] : [],
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(() => $"acted {++ran}", "act")] },
            InterruptedTurns = interrupted,
        });
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("hi", session);
        await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync());

        var response = await RunAsync();
        var again = await RunAsync();
        await agent.RunAsync("and now?", session);

        Assert.Equal("done", response.Messages[^1].Text);
        Assert.Equal(response.TurnId, again.TurnId);
        Assert.Equal(1, ran);
        Assert.Equal(5, model.Log.Requests.Count);
        Assert.Equal("acted 1", model.Log.Requests[3].Messages[^1].Contents.OfType<FunctionResultContent>().Single().Result?.ToString());
        Assert.Empty(service.Problems);
        if (keeper is Keeper.Session or Keeper.Store)
        {
            Assert.Equal(["hi", "hello", "order", "", "", "done", "and now?", "after"], (await agent.ReadMessagesAsync(session).ToListAsync()).Select(message => message.Text));
        }

        Task<AgentResponse> RunAsync()
        {
            var once = new AgentRunOptions { TurnKey = "order-1" };
            return streamed ? agent.RunStreamingAsync("order", session, once).ToAgentResponseAsync() : agent.RunAsync("order", session, once);
        }
    }

    [Theory]
    [InlineData(InterruptedTurns.Discard)]
    [InlineData(InterruptedTurns.KeepInput)]
    [InlineData(InterruptedTurns.KeepPartial)]
    public async Task The_changes_of_its_tools_are_made_once_whatever_it_has_left(InterruptedTurns interrupted)
    {
        var model = new ScriptedModel(
            ModelAnswer.Nothing.Call("c1", "add", ("amount", 1)).Call("c2", "add", ("amount", 10)),
            ModelAnswer.Nothing.FailWith(new HttpRequestException("down")),
            ModelAnswer.Of("done"));
        var agent = model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = new InMemorySessionStore(),
            ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(Add, "add")] },
            InterruptedTurns = interrupted,
        });
        var session = await agent.GetSessionAsync("s");
        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("go", session, new AgentRunOptions { TurnKey = "key" }));

        var response = await agent.RunAsync("go", session, new AgentRunOptions { TurnKey = "key" });

        Assert.Empty(response.Issues);
        Assert.Equal(11, session.State.Get<Tally>().Count);

        static void Add(int amount) => TurnContext.Current!.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + amount });
    }
}
