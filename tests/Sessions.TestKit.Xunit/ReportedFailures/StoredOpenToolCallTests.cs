using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>As <see cref="OpenToolCallTests"/>, and what can happen to a tool call only where a store keeps the session.</summary>
public abstract class StoredOpenToolCallTests(TestStores stores) : OpenToolCallTests(stores)
{
    [Fact]
    public async Task An_approved_tool_whose_turn_could_not_be_stored_is_neither_lost_nor_run_again()
    {
        var store = CreateStore()!;
        var runs = 0;
        var pay = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => $"paid {++runs}", "pay"));
        var model = new ScriptedModel(request => request.Number == 0 ? ModelAnswer.Nothing.Call("c1", "pay") : ModelAnswer.Of("done"));
        var failing = new InterceptedStore(store);
        var agent = Agent(model, failing, With(pay));
        var session = await agent.GetSessionAsync("s");
        var asked = await agent.RunAsync("go", session);
        var approval = new ChatMessage(ChatRole.User, [asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single().CreateResponse(approved: true)]);
        failing.OnCommit = _ => throw new IOException("disk full");
        await Assert.ThrowsAsync<SessionStoreException>(() => agent.RunAsync(approval, session, new AgentRunOptions { TurnKey = "pay" }));

        var (later, found) = await RestartAsync(model, store, agent, session, With(pay));
        await later.RunAsync(approval, found, new AgentRunOptions { TurnKey = "pay" });
        await later.RunAsync("next", found);

        Assert.Equal(1, runs);
        Assert.Equal(["user: go", "assistant: pay#c1", "tool: #c1=paid 1", "assistant: done", "user: next"], model.Log.Last.Texts);
        model.Log.ThrowIfInvalid();
    }
}
