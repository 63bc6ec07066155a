using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>Function tools.</summary>
public class ToolBehaviourTests : BehaviourTests
{
    private static readonly AITool Add = AIFunctionFactory.Create((int a, int b) => a + b, "add");

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_function_is_called(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "add", ("a", 1), ("b", 2)), ModelAnswer.Of("it is 3"));
        var agent = New(model, wrapped, Add);
        var session = await agent.CreateSessionAsync();

        var response = await RunAsync(agent, streamed, "1 + 2?", session);
        await RunAsync(agent, streamed, "thanks", await MoveAsync(agent, agent, session));

        Assert.Equal("it is 3", response.Messages[^1].Text);
        Assert.Equal("c1", Assert.Single(Contents<FunctionCallContent>(response)).CallId);
        Assert.Equal("3", Assert.Single(Contents<FunctionResultContent>(response)).Result?.ToString());
        Assert.Equal(["user: 1 + 2?", "assistant: add#c1", "tool: #c1=3", "assistant: it is 3", "user: thanks"], model.Log.Last.Texts);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Functions_are_called_in_several_rounds(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(
            ModelAnswer.Of("first").Call("c1", "add", ("a", 1), ("b", 2)),
            ModelAnswer.Of("then").Call("c2", "add", ("a", 3), ("b", 4)).Call("c3", "add", ("a", 5), ("b", 6)),
            ModelAnswer.Of("done"));
        var agent = New(model, wrapped, Add);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "go", session);
        await RunAsync(agent, streamed, "thanks", session);

        Assert.Equal(["user: go", "assistant: first add#c1", "tool: #c1=3", "assistant: then add#c2 add#c3", "tool: #c2=7 #c3=11", "assistant: done", "user: thanks"], model.Log.Last.Texts);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Functions_of_one_answer_run_at_the_same_time(bool wrapped, bool streamed)
    {
        using var both = new CountdownEvent(2);
        var meet = AIFunctionFactory.Create(
            () =>
            {
                both.Signal();
                return Task.Run(() => both.Wait(TimeSpan.FromSeconds(20)));
            },
            "meet");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "meet").Call("c2", "meet"));
        var agent = Wrap(new ChatClientAgent(model, new ChatClientAgentOptions { Name = "Guide", AllowConcurrentInvocation = true, ChatOptions = new ChatOptions { Tools = [meet] } }), wrapped);

        var response = await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        Assert.Equal(["True", "True"], Contents<FunctionResultContent>(response).Select(result => result.Result?.ToString()));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_function_that_throws_is_told_to_the_model(bool wrapped, bool streamed)
    {
        var fail = AIFunctionFactory.Create(new Action(() => throw new InvalidOperationException("secret")), "fail");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "fail"), ModelAnswer.Of("sorry"));
        var agent = New(model, wrapped, fail);
        var session = await agent.CreateSessionAsync();

        var response = await RunAsync(agent, streamed, "go", session);
        await RunAsync(agent, streamed, "thanks", session);

        Assert.Equal("sorry", response.Messages[^1].Text);
        Assert.Equal("tool: #c1=Error: Function failed.", model.Log.Requests[1].Texts[^1]);
        Assert.Equal(model.Log.Requests[1].Texts[^1], model.Log.Requests[2].Texts[2]);
        Assert.DoesNotContain("secret", string.Join('|', model.Log.Last.Texts), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_function_that_is_not_there_is_told_to_the_model(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "nowhere"), ModelAnswer.Of("sorry"));
        var agent = New(model, wrapped, Add);

        var response = await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        Assert.Equal("sorry", response.Messages[^1].Text);
        Assert.Equal("tool: #c1=Error: Requested function \"nowhere\" not found.", model.Log.Last.Texts[^1]);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Functions_of_a_run_are_for_that_run(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "twice", ("value", 4)), ModelAnswer.Of("8"), ModelAnswer.Of("ok"));
        var agent = New(model, wrapped, Add);
        var session = await agent.CreateSessionAsync();
        var options = new ChatClientAgentRunOptions(new ChatOptions { Tools = [AIFunctionFactory.Create((int value) => 2 * value, "twice")] });

        var response = await RunAsync(agent, streamed, "go", session, options);
        await RunAsync(agent, streamed, "thanks", session);

        Assert.Equal("8", Assert.Single(Contents<FunctionResultContent>(response)).Result?.ToString());
        Assert.Equal(["add", "twice"], model.Log.Requests[0].Options!.Tools!.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["add"], model.Log.Last.Options!.Tools!.Select(tool => tool.Name));
        Assert.Single(options.ChatOptions!.Tools!);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_function_that_is_only_declared_is_the_callers_to_run(bool wrapped, bool streamed)
    {
        var declared = AIFunctionFactory.Create((string city) => city, "look").AsDeclarationOnly();
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "look", ("city", "Bern")), ModelAnswer.Of("sunny"));
        var agent = New(model, wrapped, declared);
        var session = await agent.CreateSessionAsync();

        var asked = await RunAsync(agent, streamed, "weather?", session);
        var call = Assert.Single(Contents<FunctionCallContent>(asked));
        Assert.Empty(Contents<FunctionResultContent>(asked));
        var answered = await RunAsync(agent, streamed, [new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "sun")])], await MoveAsync(agent, agent, session));

        Assert.Equal("sunny", answered.Text);
        Assert.Equal(["user: weather?", "assistant: look#c1", "tool: #c1=sun"], model.Log.Last.Texts);
        Assert.Equal("Bern", call.Arguments!["city"]?.ToString());
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task An_agent_is_a_function_of_another(bool wrapped, bool streamed)
    {
        var weather = Wrap(new ChatClientAgent(Echo(), name: "Weather man", description: "Knows the weather."), wrapped);
        var function = weather.AsAIFunction();
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "Weather_man", ("query", "rain?")), ModelAnswer.Of("done"));
        var agent = New(model, wrapped, function);

        var response = await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        Assert.Equal(("Weather_man", "Knows the weather."), (function.Name, function.Description));
        Assert.Equal("re rain?", Assert.Single(Contents<FunctionResultContent>(response)).Result?.ToString());
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task An_agent_that_is_a_function_goes_on_with_a_session(bool wrapped, bool streamed)
    {
        var inner = Echo();
        var weather = Wrap(new ChatClientAgent(inner, name: "Weather"), wrapped);
        var theirs = await weather.CreateSessionAsync();
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "Weather", ("query", "rain?")), ModelAnswer.Nothing.Call("c2", "Weather", ("query", "snow?")), ModelAnswer.Of("done"));
        var agent = New(model, wrapped, weather.AsAIFunction(session: theirs));

        var response = await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        Assert.Equal("done", response.Messages[^1].Text);
        Assert.Equal(["rain?", "re rain?", "snow?"], Texts(inner.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task The_run_is_known_in_a_tool(bool wrapped, bool streamed)
    {
        AgentRunContext? context = null;
        var look = AIFunctionFactory.Create(() => { context = AIAgent.CurrentRunContext; }, "look");
        var agent = New(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "look")), wrapped, look);
        var options = new AgentRunOptions { AdditionalProperties = new() { ["trace"] = "on" } };

        await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync(), options);

        Assert.Equal((agent.Id, "Guide"), (context!.Agent.Id, context.Agent.Name));
        Assert.Equal("go", Assert.Single(context.RequestMessages).Text);
        Assert.NotNull(context.Session);
        Assert.Equal("on", context.RunOptions!.AdditionalProperties!["trace"]);
        Assert.Null(AIAgent.CurrentRunContext);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_function_has_its_context_and_services(bool wrapped, bool streamed)
    {
        var seen = new ConcurrentQueue<object?>();
        var look = AIFunctionFactory.Create(
            ([Description("Where.")] string city, AIFunctionArguments arguments, IServiceProvider services, CancellationToken cancellationToken) =>
            {
                seen.Enqueue(FunctionInvokingChatClient.CurrentContext!.CallContent.CallId);
                seen.Enqueue(arguments["city"]?.ToString());
                seen.Enqueue(services.GetService(typeof(string)));
                return city;
            },
            "look");
        var agent = Wrap(new ChatClientAgent(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "look", ("city", "Bern"))), tools: [look], name: "Guide", services: new Services()), wrapped);

        await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        Assert.Equal(["c1", "Bern", "a service"], seen);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_function_may_end_the_rounds(bool wrapped, bool streamed)
    {
        var stop = AIFunctionFactory.Create(
            () =>
            {
                FunctionInvokingChatClient.CurrentContext!.Terminate = true;
                return "stopped";
            },
            "stop");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "stop"), ModelAnswer.Of("next"));
        var agent = New(model, wrapped, stop);
        var session = await agent.CreateSessionAsync();

        var response = await RunAsync(agent, streamed, "go", session);
        Assert.Equal("stopped", Assert.Single(Contents<FunctionResultContent>(response)).Result?.ToString());
        Assert.Single(model.Log.Requests);
        await RunAsync(agent, streamed, "on", session);

        Assert.Equal(["user: go", "assistant: stop#c1", "tool: #c1=stopped", "user: on"], model.Log.Last.Texts);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_function_that_returns_an_image_is_sent_again_as_one(bool wrapped, bool streamed)
    {
        var draw = AIFunctionFactory.Create(() => new DataContent(new byte[] { 1, 2 }, "image/png"), "draw");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "draw"), ModelAnswer.Of("there"));
        var agent = New(model, wrapped, draw);
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "draw", session);
        await RunAsync(agent, streamed, "thanks", session);

        var results = model.Log.Requests.Skip(1).Select(request => request.Messages[2].Contents.OfType<FunctionResultContent>().Single().Result);
        Assert.All(results, result => Assert.Equal("image/png", Assert.IsType<DataContent>(result).MediaType));
    }

    private sealed class Services : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(string) ? "a service" : null;
    }
}
