using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Where the calls are with the service that keeps the history, and only their results are sent.</summary>
public abstract partial class OpenToolCallTests
{
    public static TheoryData<bool, bool> ServicesAndForms { get; } = new(from isThread in new[] { false, true } from streamed in new[] { false, true } select (isThread, streamed));

    public static TheoryData<InterruptedTurns, bool, bool> ServiceInterruptions { get; } = new(
        from kept in new[] { InterruptedTurns.KeepInput, InterruptedTurns.KeepPartial } from isThread in new[] { false, true } from streamed in new[] { false, true } select (kept, isThread, streamed));

    [Theory]
    [MemberData(nameof(ServiceInterruptions))]
    public async Task A_turn_interrupted_before_the_service_had_the_results_does_not_poison_the_session(InterruptedTurns kept, bool isThread, bool streamed)
    {
        using var stop = new CancellationTokenSource();
        var hang = AIFunctionFactory.Create((CancellationToken token) => HangAsync(stop, token), "hang");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c0", "look"), ModelAnswer.Nothing.Call("c1", "look").Call("c2", "hang"));
        var service = new ServiceClient(model, isThread);
        var configure = With(Look, hang) + (options => options.InterruptedTurns = kept);
        var store = CreateStore();
        var agent = Agent(service, store, configure);
        var session = await GetServiceSessionAsync(agent, store);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync(streamed, "go", session, cancellationToken: stop.Token));
        var (later, found) = await RestartAsync(service, store, agent, session, configure);
        await later.RunAsync(streamed, "next", found);
        await later.RunAsync(streamed, "and then?", found);

        Assert.Empty(service.Problems);
        Assert.Equal(["tool: #c1=seen", "user: next"], model.Log.Requests[2].Texts.Where(text => !text.StartsWith("tool: #c2=There is no result", StringComparison.Ordinal)));
        Assert.Equal(["user: and then?"], model.Log.Last.Texts);
    }

    [Theory]
    [MemberData(nameof(ServicesAndForms))]
    public async Task An_approval_or_a_call_that_the_service_waits_for_is_closed_when_the_user_passes_over_it(bool isThread, bool streamed)
    {
        var approved = 0;
        var pay = AIFunctionFactory.Create(() => $"paid {++approved}", "pay");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay").Call("c2", "pay"), ModelAnswer.Nothing.Call("c3", "declared"));
        var service = new ServiceClient(model, isThread);
        var configure = With(new ApprovalRequiredAIFunction(pay), Declared);
        var store = CreateStore();
        var agent = Agent(service, store, configure);
        var session = await GetServiceSessionAsync(agent, store);
        var asked = await agent.RunAsync(streamed, "go", session);
        var request = asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().First();

        var (later, found) = await RestartAsync(service, store, agent, session, configure);
        await later.RunAsync(streamed, new ChatMessage(ChatRole.User, [request.CreateResponse(approved: true)]), found);
        (later, found) = await RestartAsync(service, store, later, found, configure);
        await later.RunAsync(streamed, "never mind", found);
        await later.RunAsync(streamed, "next", found);

        Assert.Empty(service.Problems);
        Assert.Equal(1, approved);
        Assert.Contains("tool: #c1=paid 1", model.Log.Requests[1].Texts);
        Assert.Contains("tool: #c2=The user did not answer the request for approval. The tool was not called.", model.Log.Requests[1].Texts);
        Assert.Equal(["tool: #c3=There is no result of this call. Whether it had an effect is not known.", "user: never mind"], model.Log.Requests[2].Texts);
        Assert.Equal(["user: next"], model.Log.Last.Texts);
    }

    /// <summary>A session whose history the service keeps: without a store, as the first answer says.</summary>
    private static ValueTask<AgentSession> GetServiceSessionAsync(ChatClientAgent agent, SessionStore? store) =>
        agent.GetSessionAsync("s", serviceSessionId: store is null ? null : "thread");
}
