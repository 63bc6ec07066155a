using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns.Keyed;

/// <summary>What approved tools changed in the state comes back with their results, in whatever order they ran.</summary>
public class KeyedApprovalTests
{
    private readonly InMemorySessionStore _store = new();

    [Fact]
    public async Task Changes_come_back_in_the_order_that_they_were_made_in()
    {
        var asking = CreateAgent(null);
        var asked = (await asking.RunAsync("go", await asking.GetSessionAsync("s"))).Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>();
        var approvals = new ChatMessage(ChatRole.User, [.. asked.Select(request => request.CreateResponse(approved: true))]);
        var work = new HeldWork();
        _ = RunAsync(CreateAgent(work), approvals);

        // Twice, as an approved call is recorded for those too who do not run the turn again.
        foreach (var step in (string[])["begin y", "run y", "end y", "end y", "begin x", "run x", "end x"])
        {
            await work.ReleaseAsync(step);
        }

        await work.SettleAsync(20);
        var agent = CreateAgent(null);

        var response = await RunAsync(agent, approvals);

        Assert.Empty(response.Issues);
        Assert.Equal(11, (await agent.GetSessionAsync("s")).State.Get<Tally>().Count);
    }

    private static async Task<AgentResponse> RunAsync(ChatClientAgent agent, ChatMessage approvals) =>
        await agent.RunAsync(approvals, await agent.GetSessionAsync("s"), new AgentRunOptions { TurnKey = "key" });

    private ChatClientAgent CreateAgent(HeldWork? work)
    {
        var model = new ScriptedModel(request => request.Messages.Count == 1 ? ModelAnswer.Nothing.Call("x", "x").Call("y", "y") : ModelAnswer.Of("well"));
        return model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = work is null ? new AnotherProcess(_store) : new HeldStore(_store, work),
            ChatOptions = new ChatOptions { Tools = [Create("x", 1), Create("y", 10)] },
            ConfigureChatClient = client => client.AsBuilder().UseFunctionInvocation(configure: functions => functions.AllowConcurrentInvocation = true).Build(),
        });

        ApprovalRequiredAIFunction Create(string name, int amount) => new(AIFunctionFactory.Create(() => AddAsync(name, amount), name));

        async Task AddAsync(string name, int amount)
        {
            await (work?.HoldAsync($"run {name}") ?? Task.CompletedTask);
            TurnContext.Current!.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + amount });
        }
    }
}
