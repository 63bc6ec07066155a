using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>Sessions whose history the model's service keeps, and those that it would like to keep.</summary>
public class ServiceHistoryTests
{
    private readonly InMemorySessionStore _store = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_of_the_service_is_gone_on_with(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("one").In("conv-2"), ModelAnswer.Of("two"), ModelAnswer.Of("three").In("conv-3"));
        var agent = New(model);
        var session = await agent.GetSessionAsync("alice", serviceSessionId: "conv-1");

        await RunAsync(agent, streamed, "1", session);
        await RunAsync(agent, streamed, "2", await agent.GetSessionAsync("alice"));
        await RunAsync(agent, streamed, "3", session);

        Assert.Equal(["conv-1", "conv-2", "conv-2"], model.Log.Requests.Select(request => request.Options?.ConversationId));
        Assert.All(model.Log.Requests, request => Assert.Single(request.Messages));
        Assert.Equal("conv-3", session.GetService<Sessions.Agents.AgentSession>()!.ServiceSessionId);
        Assert.Empty(await agent.ReadMessagesAsync(session).ToListAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_history_that_is_kept_here_stays_here(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("one").In("conv-1"), ModelAnswer.Of("two").In("conv-1"));
        var agent = New(model);
        var session = await agent.GetSessionAsync("alice");

        var first = await RunAsync(agent, streamed, "1", session);
        await RunAsync(agent, streamed, "2", session);

        Assert.Equal(["1", "one", "2"], model.Log.Requests[1].Messages.Select(message => message.Text));
        Assert.Null(model.Log.Requests[1].Options?.ConversationId);
        if (!streamed)
        {
            Assert.Equal(TurnIssueKind.ServiceSessionIdIgnored, Assert.Single(first.GetIssues()).Kind);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.GetSessionAsync("alice", serviceSessionId: "conv-1"));
    }

    [Fact]
    public async Task A_tool_runs_in_a_conversation_of_the_service()
    {
        var ran = 0;
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "count").In("conv-2"), ModelAnswer.Of("done").In("conv-3"));
        var agent = New(model, AIFunctionFactory.Create(() => ++ran, "count"));
        var session = await agent.GetSessionAsync("alice", serviceSessionId: "conv-1");

        Assert.Equal("done", (await agent.RunAsync("go", session)).Text);

        Assert.Equal(1, ran);
        Assert.Equal(["conv-1", "conv-2"], model.Log.Requests.Select(request => request.Options?.ConversationId));
        Assert.Equal("conv-3", session.GetService<Sessions.Agents.AgentSession>()!.ServiceSessionId);
    }

    private SessionsAgent New(ScriptedModel model, params AITool[] tools) => new ChatClientAgent(model, name: "Guide", tools: tools).WithSessions(_store);

    private static async Task<AgentResponse> RunAsync(AIAgent agent, bool streamed, string message, AgentSession session) =>
        streamed ? (await agent.RunStreamingAsync(message, session).ToListAsync()).ToAgentResponse() : await agent.RunAsync(message, session);
}
