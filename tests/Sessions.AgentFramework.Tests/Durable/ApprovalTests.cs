using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>Tools that a person has to approve, asked in one process and answered in another.</summary>
public class ApprovalTests
{
    private readonly InMemorySessionStore _store = new();
    private readonly List<string> _paid = [];

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task An_approval_is_answered_in_another_process(bool streamed, bool approved)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay", ("amount", 7)), ModelAnswer.Of("done"), ModelAnswer.Of("bye"));
        var asked = await RunAsync(New(model), streamed, new ChatMessage(ChatRole.User, "pay it"));
        var request = Assert.Single(asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>());
        Assert.Empty(_paid);

        var answered = await RunAsync(New(model), streamed, new ChatMessage(ChatRole.User, [request.CreateResponse(approved)]));
        await RunAsync(New(model), streamed, new ChatMessage(ChatRole.User, "thanks"));

        Assert.Equal("done", answered.Messages[^1].Text);
        Assert.Equal(approved ? 1 : 0, _paid.Count);
        model.Log.ThrowIfInvalid();
        Assert.Single(model.Log.Requests[2].Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Single(model.Log.Requests[2].Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>());
    }

    [Fact]
    public async Task An_approval_is_used_once()
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay", ("amount", 7)));
        var asked = await RunAsync(New(model), streamed: false, new ChatMessage(ChatRole.User, "pay it"));
        var request = asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single();
        await RunAsync(New(model), streamed: false, new ChatMessage(ChatRole.User, [request.CreateResponse(true)]));

        try
        {
            await RunAsync(New(model), streamed: false, new ChatMessage(ChatRole.User, [request.CreateResponse(true)]));
        }
        catch (InvalidOperationException)
        {
            // The framework refuses what it has not asked for, or no longer does.
        }

        Assert.Single(_paid);
        model.Log.ThrowIfInvalid();
    }

    private SessionsAgent New(ScriptedModel model)
    {
        var pay = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(
            (int amount) =>
            {
                _paid.Add($"{amount}");
                return "paid";
            },
            "pay"));
        return new ChatClientAgent(model, name: "Guide", tools: [pay]).WithSessions(_store);
    }

    private static async Task<AgentResponse> RunAsync(SessionsAgent agent, bool streamed, ChatMessage message)
    {
        var session = await agent.GetSessionAsync("alice");
        return streamed ? (await agent.RunStreamingAsync(message, session).ToListAsync()).ToAgentResponse() : await agent.RunAsync(message, session);
    }
}
