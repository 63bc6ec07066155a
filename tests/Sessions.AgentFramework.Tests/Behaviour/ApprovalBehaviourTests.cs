using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>Functions that a person has to approve.</summary>
public class ApprovalBehaviourTests : BehaviourTests
{
    private readonly List<string> _ran = [];

    private AITool Pay => new ApprovalRequiredAIFunction(AIFunctionFactory.Create((int amount) => Ran($"paid {amount}"), "pay"));

    private AITool Look => AIFunctionFactory.Create(() => Ran("looked"), "look");

    private string Ran(string what)
    {
        lock (_ran)
        {
            _ran.Add(what);
        }

        return what;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task An_approved_call_is_made(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay", ("amount", 7)), ModelAnswer.Of("done"));
        var agent = New(model, wrapped, Pay);
        var session = await agent.CreateSessionAsync();

        var request = Assert.Single(Contents<ToolApprovalRequestContent>(await RunAsync(agent, streamed, "pay", session)));
        Assert.Equal(("pay", "c1"), (((FunctionCallContent)request.ToolCall).Name, request.ToolCall.CallId));
        Assert.Empty(_ran);
        var response = await RunAsync(agent, streamed, [new ChatMessage(ChatRole.User, [request.CreateResponse(true)])], session);
        await RunAsync(agent, streamed, "thanks", session);

        Assert.Equal("done", response.Messages[^1].Text);
        Assert.Equal(["paid 7"], _ran);
        Assert.Equal(["user: pay", "assistant: pay#c1", "tool: #c1=paid 7", "assistant: done", "user: thanks"], model.Log.Last.Texts);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_rejected_call_is_not_made(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay", ("amount", 7)), ModelAnswer.Of("as you wish"));
        var agent = New(model, wrapped, Pay);
        var session = await agent.CreateSessionAsync();

        var request = Assert.Single(Contents<ToolApprovalRequestContent>(await RunAsync(agent, streamed, "pay", session)));
        var response = await RunAsync(agent, streamed, [new ChatMessage(ChatRole.User, [request.CreateResponse(false, "too much")])], session);
        await RunAsync(agent, streamed, "thanks", session);

        Assert.Equal("as you wish", response.Messages[^1].Text);
        Assert.Empty(_ran);
        Assert.Contains("too much", model.Log.Last.Texts[2], StringComparison.Ordinal);
        Assert.Equal(5, model.Log.Last.Texts.Count);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Two_calls_are_approved_and_rejected_at_once(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay", ("amount", 7)).Call("c2", "pay", ("amount", 8)), ModelAnswer.Of("done"));
        var agent = New(model, wrapped, Pay);
        var session = await agent.CreateSessionAsync();

        var requests = Contents<ToolApprovalRequestContent>(await RunAsync(agent, streamed, "pay both", session));
        Assert.Equal(["c1", "c2"], requests.Select(request => request.ToolCall.CallId));
        var response = await RunAsync(agent, streamed, [new ChatMessage(ChatRole.User, [requests[0].CreateResponse(false), requests[1].CreateResponse(true)])], session);

        Assert.Equal("done", response.Messages[^1].Text);
        Assert.Equal(["paid 8"], _ran);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task One_of_two_functions_is_to_be_approved(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "look").Call("c2", "pay", ("amount", 7)), ModelAnswer.Of("done"));
        var agent = New(model, wrapped, Look, Pay);
        var session = await agent.CreateSessionAsync();

        var requests = Contents<ToolApprovalRequestContent>(await RunAsync(agent, streamed, "go", session));
        var response = await RunAsync(agent, streamed, [new ChatMessage(ChatRole.User, [.. requests.Select(request => request.CreateResponse(true))])], await MoveAsync(agent, agent, session));

        Assert.Equal("c2", Assert.Single(requests).ToolCall.CallId);
        Assert.Equal("done", response.Messages[^1].Text);
        Assert.Equal(["looked", "paid 7"], _ran.Order(StringComparer.Ordinal));
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_function_that_needs_no_approval_is_called_beside_one_that_does(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "look"), ModelAnswer.Nothing.Call("c2", "pay", ("amount", 7)), ModelAnswer.Of("done"));
        var agent = New(model, wrapped, Look, Pay);
        var session = await agent.CreateSessionAsync();

        var asked = await RunAsync(agent, streamed, "go", session);
        Assert.Equal(["looked"], _ran);
        var request = Assert.Single(Contents<ToolApprovalRequestContent>(asked));
        await RunAsync(agent, streamed, [new ChatMessage(ChatRole.User, [request.CreateResponse(true)])], session);

        Assert.Equal(["looked", "paid 7"], _ran);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task State_of_an_approved_call_is_kept(bool wrapped, bool streamed)
    {
        var pay = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("paid", "yes"), "pay"));
        var agent = New(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay"), ModelAnswer.Of("done")), wrapped, pay);
        var session = await agent.CreateSessionAsync();

        var request = Assert.Single(Contents<ToolApprovalRequestContent>(await RunAsync(agent, streamed, "pay", session)));
        await RunAsync(agent, streamed, [new ChatMessage(ChatRole.User, [request.CreateResponse(true)])], session);

        Assert.Equal("yes", (await MoveAsync(agent, agent, session)).StateBag.GetValue<string>("paid"));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task An_approval_is_asked_for_again_in_another_turn(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(
            ModelAnswer.Nothing.Call("c1", "pay", ("amount", 7)), ModelAnswer.Of("done"), ModelAnswer.Nothing.Call("c2", "pay", ("amount", 8)), ModelAnswer.Of("done too"));
        var agent = New(model, wrapped, Pay);
        var session = await agent.CreateSessionAsync();
        foreach (var amount in new[] { 7, 8 })
        {
            var request = Assert.Single(Contents<ToolApprovalRequestContent>(await RunAsync(agent, streamed, $"pay {amount}", session)));
            await RunAsync(agent, streamed, [new ChatMessage(ChatRole.User, [request.CreateResponse(true)])], session);
        }

        Assert.Equal(["paid 7", "paid 8"], _ran);
        Assert.Equal(["user: pay 7", "assistant: pay#c1", "tool: #c1=paid 7", "assistant: done", "user: pay 8", "assistant: pay#c2", "tool: #c2=paid 8"], model.Log.Last.Texts);
    }
}
