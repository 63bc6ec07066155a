using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>What is recorded of turns that did not complete.</summary>
public class InterruptedTurnTests
{
    private readonly InMemorySessionStore _store = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_kept_in_part_records_the_tokens_of_its_finished_steps(bool streamed)
    {
        var model = new ScriptedModel(
            ModelAnswer.Nothing.Call("c1", "f").Using(10, 2),
            ModelAnswer.Nothing.Call("c2", "f").Using(15, 3),
            ModelAnswer.Of("I can").FailWith(new IOException("no network"), afterUpdates: 1));
        var agent = Agent(model);
        var session = await agent.GetSessionAsync("s");

        await Assert.ThrowsAsync<IOException>(() => streamed ? agent.RunStreamingAsync("go", session).ToAgentResponseAsync() : agent.RunAsync("go", session));

        var turn = Assert.Single(await ReadAsync());
        Assert.Equal((TurnStatus.Failed, 25, 5, 30), (turn.Status, turn.Usage?.InputTokenCount, turn.Usage?.OutputTokenCount, turn.Usage?.TotalTokenCount));
    }

    [Fact]
    public async Task A_turn_whose_model_never_said_what_it_used_records_nothing_of_it()
    {
        var agent = Agent(new ScriptedModel(ModelAnswer.Of("one two three")));

        await foreach (var _ in agent.RunStreamingAsync("go", await agent.GetSessionAsync("s")))
        {
            break;
        }

        var turn = Assert.Single(await ReadAsync());
        Assert.Equal((TurnStatus.Interrupted, null), (turn.Status, turn.Usage));
    }

    private ChatClientAgent Agent(ScriptedModel model) => new(model, new ChatClientAgentOptions
    {
        Name = "A",
        SessionStore = _store,
        InterruptedTurns = InterruptedTurns.KeepPartial,
        ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create(() => "ok", "f")] },
        ConfigureChatClient = client => new FunctionInvokingChatClient(client),
    });

    private async Task<List<TurnRecord>> ReadAsync()
    {
        var agent = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store });
        return await agent.ReadTurnsAsync(await agent.GetSessionAsync("s")).Select(turn => turn.Record).ToListAsync();
    }
}
