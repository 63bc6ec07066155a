using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable.Adversary;

/// <summary>Agents that are run within a run.</summary>
public class NestedRunTests : AdversaryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_runs_another_agent(bool streamed)
    {
        var inner = new ScriptedModel(request => ModelAnswer.Of($"inner {request.Messages[^1].Text}"));
        var other = new ChatClientAgent(inner, name: "Other").WithSessions(Store);
        var theirs = await other.CreateSessionAsync();
        var ask = AIFunctionFactory.Create(async (string text) => (await RunAsync(other, streamed, text, theirs)).Text, "ask");
        var agent = New(Calling("ask", "text"), ask);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        await RunAsync(agent, streamed, "two", session);

        Assert.Equal(["one", "inner one", "two", "inner two"], await TextsAsync(other, theirs));
        Assert.Equal(["one", "", "", "done inner one", "two", "", "", "done inner two"], await TextsAsync(agent, session));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_runs_an_agent_of_the_framework_with_the_options_that_it_sees(bool streamed)
    {
        var inner = new ScriptedModel(request => ModelAnswer.Of($"inner {request.Messages[^1].Text}"));
        var plain = new ChatClientAgent(inner, name: "Plain");
        var ask = AIFunctionFactory.Create(
            async (string text) => (await RunAsync(plain, streamed, text, null, new AgentRunOptions { AdditionalProperties = FunctionInvokingChatClient.CurrentContext!.Options!.AdditionalProperties })).Text,
            "ask");
        var agent = New(Calling("ask", "text"), ask, plain.AsAIFunction());
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session, new AgentRunOptions { AdditionalProperties = new() { ["trace"] = "on" } });
        await RunAsync(agent, streamed, "two", session, new AgentRunOptions { AdditionalProperties = new() { ["trace"] = "on" } });

        // It is not sent the history of the other.
        Assert.All(inner.Log.Requests, request => Assert.Equal("on", request.Options!.AdditionalProperties!["trace"]));
        Assert.Equal(["one", "two"], inner.Log.Requests.Select(request => Assert.Single(request.Messages).Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_runs_an_agent_of_the_framework_with_the_options_of_the_run(bool streamed)
    {
        var inner = new ScriptedModel(request => ModelAnswer.Of($"inner {request.Messages[^1].Text}"));
        var plain = new ChatClientAgent(inner, name: "Plain");
        var ask = AIFunctionFactory.Create(async (string text) => (await RunAsync(plain, streamed, text, null, AIAgent.CurrentRunContext!.RunOptions)).Text, "ask");
        var agent = New(Calling("ask", "text"), ask);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "one", session);
        Assert.Equal("done inner two", (await RunAsync(agent, streamed, "two", session)).Messages[^1].Text);

        Assert.Equal(["one", "two"], inner.Log.Requests.Select(request => Assert.Single(request.Messages).Text));
        Assert.Equal(["one", "", "", "done inner one", "two", "", "", "done inner two"], await TextsAsync(agent, session));
    }

    [Fact]
    public async Task A_tool_runs_its_agent_on_another_session()
    {
        SessionsAgent agent = null!;
        AgentSession second = null!;
        var ask = AIFunctionFactory.Create(async (string text) => (await agent.RunAsync($"sub {text}", second)).Text, "ask");
        agent = New(
            new ScriptedModel(request => request.Messages[^1].Text == "one" ? ModelAnswer.Nothing.Call("c1", "ask", ("text", "one")) : ModelAnswer.Of("done")),
            ask);
        var first = await agent.CreateSessionAsync();
        second = await agent.CreateSessionAsync();
        second.StateBag.SetValue("whose", "second");
        first.StateBag.SetValue("whose", "first");

        await agent.RunAsync("one", first).WaitAsync(Patience);

        Assert.Equal(("first", "second"), (first.StateBag.GetValue<string>("whose"), second.StateBag.GetValue<string>("whose")));
        Assert.Equal(["sub one", "done"], await TextsAsync(agent, second));
        Assert.Equal(4, (await TextsAsync(agent, first)).Count);
    }

    [Fact]
    public async Task A_tool_that_runs_its_agent_on_its_session_is_refused()
    {
        SessionsAgent agent = null!;
        AgentSession session = null!;
        Exception? refused = null;
        var ask = AIFunctionFactory.Create(
            async (string text) =>
            {
                refused = await Record.ExceptionAsync(() => agent.RunAsync($"sub {text}", session).WaitAsync(Patience));
                session.StateBag.SetValue("after", "yes");
            },
            "ask");
        agent = New(Calling("ask", "text"), ask);
        session = await agent.CreateSessionAsync();

        await agent.RunAsync("one", session).WaitAsync(Patience);

        Assert.IsNotType<TimeoutException>(refused);
        Assert.NotNull(refused);
        Assert.Equal("yes", (await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session))).StateBag.GetValue<string>("after"));
        Assert.Equal(4, (await TextsAsync(agent, session)).Count);
    }

    [Fact]
    public async Task A_tool_that_runs_the_framework_s_agent_on_the_session_of_the_run_keeps_the_turn_whole()
    {
        var model = new ScriptedModel(request => request.Messages[^1].Text == "one" ? ModelAnswer.Nothing.Call("c1", "ask") : ModelAnswer.Of($"re {request.Messages[^1].Text}"));
        ChatClientAgent inner = null!;
        var ask = AIFunctionFactory.Create(async () => (await inner.RunAsync("sub", AIAgent.CurrentRunContext!.Session)).Text, "ask");
        inner = new ChatClientAgent(model, name: "Guide", tools: [ask]);
        var agent = inner.WithSessions(Store);
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("one", session).WaitAsync(Patience);
        await agent.RunAsync("two", session);

        Assert.Equal(ChatRole.Tool, response.Messages[^2].Role);
        Assert.Equal(["one", "", "", response.Text.Trim(), "two", "re two"], await TextsAsync(agent, session));
    }

    [Fact]
    public async Task Agents_whose_tools_run_each_other_on_the_same_sessions_are_refused()
    {
        SessionsAgent one = null!, two = null!;
        AgentSession first = null!, second = null!;
        Exception? refused = null;
        var ping = AIFunctionFactory.Create(async (string text) => (await two.RunAsync(text, second)).Messages[^1].Text, "ping");
        var pong = AIFunctionFactory.Create(async (string text) => refused = await Record.ExceptionAsync(() => one.RunAsync(text, first).WaitAsync(Patience)), "pong");
        one = New(Calling("ping", "text"), ping);
        two = new ChatClientAgent(Calling("pong", "text"), name: "Other", tools: [pong]).WithSessions(Store);
        (first, second) = (await one.CreateSessionAsync(), await two.CreateSessionAsync());

        await one.RunAsync("go", first).WaitAsync(Patience);

        Assert.NotNull(refused);
        Assert.IsNotType<TimeoutException>(refused);
        Assert.Equal((4, 4), ((await TextsAsync(one, first)).Count, (await TextsAsync(two, second)).Count));
    }

    [Fact]
    public async Task A_context_provider_runs_an_agent()
    {
        var other = new ChatClientAgent(new ScriptedModel(request => ModelAnswer.Of($"about {request.Messages[^1].Text}")), name: "Other").WithSessions(Store);
        var theirs = await other.CreateSessionAsync();
        var model = new ScriptedModel(request => ModelAnswer.Of("ok"));
        var agent = new ChatClientAgent(model, new ChatClientAgentOptions { Name = "Guide", AIContextProviders = [new Asking(other, theirs)] }).WithSessions(Store);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        Assert.Equal("about two", model.Log.Last.Options!.Instructions);
        Assert.Equal(4, (await TextsAsync(other, theirs)).Count);
        Assert.Equal(["one", "ok", "two", "ok"], await TextsAsync(agent, session));
    }

    private sealed class Asking(AIAgent other, AgentSession theirs) : AIContextProvider
    {
        protected override async ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
            new() { Instructions = (await other.RunAsync(context.AIContext.Messages!.Last().Text, theirs, cancellationToken: cancellationToken)).Text };
    }
}
