using System.Collections.Concurrent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>What nobody should do, and somebody does.</summary>
public class AdversaryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly InMemorySessionStore _store = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_lost_of_what_tools_of_parallel_runs_set(bool streamed)
    {
        const int Count = 200;
        AgentSession session = null!;
        var set = AIFunctionFactory.Create(
            (string name) =>
            {
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue($"run {name}", name);
                session.StateBag.SetValue($"caller {name}", name);
                session.GetService<Sessions.Agents.AgentSession>()!.State.SetJson($"state {name}", System.Text.Json.JsonDocument.Parse(name).RootElement);
            },
            "set");
        var agent = New(Calling("set", "name"), set);
        session = await agent.CreateSessionAsync();

        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => Task.Run(() => RunAsync(agent, streamed, $"{i}", session))));

        var moved = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        var state = moved.GetService<Sessions.Agents.AgentSession>()!.State.Keys.ToHashSet();
        Assert.Empty(Enumerable.Range(0, Count).SelectMany(i => new[] { $"run {i}", $"caller {i}", $"state {i}" }).Where(key => !state.Contains(key)));
        Assert.Empty(state.Except(Enumerable.Range(0, Count).SelectMany(i => new[] { $"run {i}", $"caller {i}", $"state {i}" })));
    }

    [Fact]
    public async Task Nothing_is_lost_of_what_the_caller_sets_while_runs_go_on()
    {
        const int Count = 300;
        var agent = New(new ScriptedModel(request => ModelAnswer.Of("ok").After(async _ => await Task.Yield())));
        var session = await agent.CreateSessionAsync();

        var runs = Task.WhenAll(Enumerable.Range(0, Count).Select(i => Task.Run(() => agent.RunAsync($"{i}", session))));
        for (var i = 0; i < Count; i++)
        {
            session.StateBag.SetValue($"key {i}", $"{i}");
            await Task.Yield();
        }

        await runs;
        var moved = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        Assert.Empty(Enumerable.Range(0, Count).Where(i => moved.StateBag.GetValue<string>($"key {i}") != $"{i}"));
    }

    [Fact]
    public async Task Two_tools_at_the_same_time_set_one_key()
    {
        var set = AIFunctionFactory.Create(
            async (string name) =>
            {
                for (var i = 0; i < 200; i++)
                {
                    AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("key", new Note { Text = name });
                    await Task.Yield();
                }
            },
            "set");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "set", ("name", "one")).Call("c2", "set", ("name", "two")), ModelAnswer.Of("done"));
        var agent = new ChatClientAgent(model, new ChatClientAgentOptions { Name = "Guide", AllowConcurrentInvocation = true, ChatOptions = new ChatOptions { Tools = [set] } }).WithSessions(_store);
        var session = await agent.CreateSessionAsync();

        Assert.Equal("done", (await agent.RunAsync("go", session)).Messages[^1].Text);

        Assert.Contains(session.StateBag.GetValue<Note>("key")!.Text, new[] { "one", "two" });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tool_runs_another_agent(bool streamed)
    {
        var inner = new ScriptedModel(request => ModelAnswer.Of($"inner {request.Messages[^1].Text}"));
        var other = new ChatClientAgent(inner, name: "Other").WithSessions(_store);
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
        var agent = inner.WithSessions(_store);
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("one", session).WaitAsync(Patience);
        await agent.RunAsync("two", session);

        Assert.Equal(ChatRole.Tool, response.Messages[^2].Role);
        Assert.Equal(["one", "", "", response.Text.Trim(), "two", "re two"], await TextsAsync(agent, session));
    }

    [Fact]
    public async Task A_context_provider_runs_an_agent()
    {
        var other = new ChatClientAgent(new ScriptedModel(request => ModelAnswer.Of($"about {request.Messages[^1].Text}")), name: "Other").WithSessions(_store);
        var theirs = await other.CreateSessionAsync();
        var model = new ScriptedModel(request => ModelAnswer.Of("ok"));
        var agent = new ChatClientAgent(model, new ChatClientAgentOptions { Name = "Guide", AIContextProviders = [new Asking(other, theirs)] }).WithSessions(_store);
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        Assert.Equal("about two", model.Log.Last.Options!.Instructions);
        Assert.Equal(4, (await TextsAsync(other, theirs)).Count);
        Assert.Equal(["one", "ok", "two", "ok"], await TextsAsync(agent, session));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_factory_that_throws_leaves_nothing(bool streamed)
    {
        var agent = New(new ScriptedModel(request => ModelAnswer.Of("ok")));
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("mine", "1");

        await Assert.ThrowsAsync<FormatException>(() => RunAsync(agent, streamed, "one", session, new ChatClientAgentRunOptions { ChatClientFactory = _ => throw new FormatException("No client.") }));
        Assert.Equal("1", session.StateBag.GetValue<string>("mine"));
        await RunAsync(agent, streamed, "two", session);

        Assert.Equal(["two", "ok"], await TextsAsync(agent, session));
        Assert.Equal("1", session.StateBag.GetValue<string>("mine"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_failed_run_drops_what_it_set_and_not_what_was_there(bool streamed, bool cancelled)
    {
        using var cancellation = new CancellationTokenSource();
        AgentSession session = null!;
        var set = AIFunctionFactory.Create(
            () =>
            {
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("theirs", "dropped");
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("there", "dropped");
                AIAgent.CurrentRunContext!.Session!.StateBag.TryRemoveValue("kept");
                session.StateBag.SetValue("mine", "dropped");
            },
            "set");
        var model = new ScriptedModel(request => request.Number switch
        {
            0 => ModelAnswer.Nothing.Call("c1", "set"),
            1 when cancelled => ModelAnswer.Of("never").After(async token =>
            {
                await cancellation.CancelAsync();
                token.ThrowIfCancellationRequested();
            }),
            1 => ModelAnswer.Nothing.FailWith(new FormatException("It is down.")),
            _ => ModelAnswer.Of("ok"),
        });
        var agent = New(model, set);
        session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("there", "before");
        session.StateBag.SetValue("kept", "before");

        Assert.NotNull(await Record.ExceptionAsync(async () => _ = streamed
            ? await agent.RunStreamingAsync("one", session, cancellationToken: cancellation.Token).ToAgentResponseAsync()
            : await agent.RunAsync("one", session, cancellationToken: cancellation.Token)));
        await RunAsync(agent, streamed, "two", session);

        foreach (var bag in new[] { session.StateBag, (await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session))).StateBag })
        {
            Assert.Equal((null, "before", "before", null), (bag.GetValue<string>("theirs"), bag.GetValue<string>("there"), bag.GetValue<string>("kept"), bag.GetValue<string>("mine")));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Options_are_used_by_many_runs_at_once_and_stay_as_they_are(bool streamed)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of(string.Join('|', request.Messages.Select(message => message.Text))).After(async _ => await Task.Yield()));
        var agent = New(model);
        var options = new ChatClientAgentRunOptions(new ChatOptions { Temperature = 0.5f, Instructions = "Be brief.", Tools = [AIFunctionFactory.Create(() => 1, "one")] })
        {
            ChatClientFactory = client => client,
            AdditionalProperties = new() { ["trace"] = "on" },
        };

        var said = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            var session = await agent.CreateSessionAsync();
            await RunAsync(agent, streamed, $"{i}", session, options);
            return (await RunAsync(agent, streamed, "again", session, options)).Text;
        })));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}|{i}|again"), said);
        Assert.Equal(("Be brief.", 1, 1), (options.ChatOptions!.Instructions, options.ChatOptions.Tools!.Count, options.AdditionalProperties!.Count));
    }

    [Fact]
    public async Task Streams_are_closed_in_every_state()
    {
        var model = new ScriptedModel(request => ModelAnswer.Of("one two three"));
        var agent = New(model);
        var session = await agent.CreateSessionAsync();

        for (var reads = 0; reads < 3; reads++)
        {
            var updates = agent.RunStreamingAsync($"{reads}", session).GetAsyncEnumerator();
            for (var i = 0; i < reads; i++)
            {
                Assert.True(await updates.MoveNextAsync());
            }

            await updates.DisposeAsync();
            await updates.DisposeAsync();
        }

        await agent.RunAsync("end", session).WaitAsync(Patience);
        Assert.Equal(["end", "one two three"], await TextsAsync(agent, session));
    }

    [Fact]
    public async Task A_stream_that_nobody_closes_does_not_stop_other_sessions()
    {
        var agent = New(new ScriptedModel(request => ModelAnswer.Of("one two three")));
        var (left, other) = (await agent.CreateSessionAsync(), await agent.CreateSessionAsync());
        var updates = agent.RunStreamingAsync("hi", left).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());

        await agent.RunAsync("hi", other).WaitAsync(Patience);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync("hi", left, cancellationToken: cancellation.Token).WaitAsync(Patience));
        await updates.DisposeAsync();

        await agent.RunAsync("end", left).WaitAsync(Patience);
        Assert.Equal(["end", "one two three"], await TextsAsync(agent, left));
    }

    [Fact]
    public async Task Null_is_refused()
    {
        var agent = New(new ScriptedModel());
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => agent.RunAsync((string)null!, session));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => agent.RunAsync((ChatMessage)null!, session));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => agent.RunAsync((IEnumerable<ChatMessage>)null!, session));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => agent.RunAsync([null!], session));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await agent.RunStreamingAsync([null!], session).ToListAsync());
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await agent.SerializeSessionAsync(null!));
        await agent.RunAsync("end", session).WaitAsync(Patience);
        Assert.Equal(2, (await TextsAsync(agent, session)).Count);
    }

    [Fact]
    public async Task A_session_that_was_deleted_is_not_brought_back()
    {
        var agent = New(new ScriptedModel());
        var session = await agent.GetSessionAsync("alice");
        await agent.RunAsync("one", session);
        await agent.DeleteSessionAsync(new SessionKey("alice"));
        session.StateBag.SetValue("key", "value");

        await Assert.ThrowsAsync<SessionConflictException>(() => agent.RunAsync("two", session));
        await Assert.ThrowsAsync<SessionConflictException>(async () => await agent.SerializeSessionAsync(session));

        var again = await agent.GetSessionAsync("alice");
        Assert.Null(again.StateBag.GetValue<string>("key"));
        await agent.RunAsync("new", again);
        Assert.Equal(2, (await TextsAsync(agent, again)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_value_without_a_JSON_form_does_not_cost_the_answer(bool streamed)
    {
        var set = AIFunctionFactory.Create(() => AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("odd", new Odd()), "set");
        var agent = New(new ScriptedModel(request => request.Messages[^1].Text == "set" ? ModelAnswer.Nothing.Call("c1", "set") : ModelAnswer.Of("ok")), set);
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("mine", "1");
        await RunAsync(agent, streamed, "one", session);

        var thrown = await Record.ExceptionAsync(async () => Assert.Equal("ok", (await RunAsync(agent, streamed, "set", session)).Messages[^1].Text));

        Assert.True(thrown is null or SessionException { Response: not null }, $"{thrown}");
        await RunAsync(agent, streamed, "two", session);
        Assert.Equal("1", (await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session))).StateBag.GetValue<string>("mine"));
    }

    [Fact]
    public async Task A_value_of_the_caller_without_a_JSON_form_is_named_and_can_be_taken_away()
    {
        var model = new ScriptedModel();
        var agent = New(model);
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("odd", new Odd());

        Assert.NotNull(await Record.ExceptionAsync(() => agent.RunAsync("one", session)));
        Assert.Empty(model.Log.Requests);
        Assert.True(session.StateBag.TryRemoveValue("odd"));

        await agent.RunAsync("two", session);
        Assert.Equal(["two", "answer 1"], await TextsAsync(agent, session));
    }

    [Fact]
    public async Task Sessions_objects_of_one_session_see_each_others_state()
    {
        var agent = New(new ScriptedModel());
        var (one, two) = (await agent.GetSessionAsync("alice"), await agent.GetSessionAsync("alice"));
        one.StateBag.SetValue("one", "1");
        two.StateBag.SetValue("two", "2");

        await agent.RunAsync("a", one);
        await agent.RunAsync("b", two);
        await agent.RunAsync("c", one);

        Assert.Equal(("1", "2"), (one.StateBag.GetValue<string>("one"), one.StateBag.GetValue<string>("two")));
        Assert.Equal(("1", "2"), (two.StateBag.GetValue<string>("one"), two.StateBag.GetValue<string>("two")));
    }

    [Fact]
    public async Task Keys_of_any_shape_are_kept()
    {
        string[] keys = ["a", "A", "a.b", "$version", "a b", "ü", "\u0000", "\ud83d\ude00", "\"", "agentFramework.session2", "__proto__", new string('k', 300)];
        var agent = New(new ScriptedModel());
        var session = await agent.CreateSessionAsync();
        foreach (var key in keys)
        {
            session.StateBag.SetValue(key, $"value of {key}");
        }

        await agent.RunAsync("one", session);
        var moved = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));

        Assert.All(keys, key => Assert.Equal($"value of {key}", moved.StateBag.GetValue<string>(key)));
    }

    [Theory]
    [InlineData("serialize")]
    [InlineData("save")]
    [InlineData("fork")]
    [InlineData("rewind")]
    [InlineData("delete")]
    [InlineData("read")]
    [InlineData("details")]
    public async Task A_tool_that_works_on_its_own_session_does_not_stop_it(string what)
    {
        SessionsAgent agent = null!;
        AgentSession session = null!;
        Exception? refused = null;
        var work = AIFunctionFactory.Create(
            async (string text) =>
            {
                session.StateBag.SetValue("key", text);
                refused = await Record.ExceptionAsync(() => DoAsync(agent, session, what).WaitAsync(Patience));
                return "did";
            },
            "work");
        agent = New(Calling("work", "text"), work);
        session = await agent.GetSessionAsync("alice");
        await agent.RunAsync("zero", session);

        var failed = await Record.ExceptionAsync(() => agent.RunAsync("one", session).WaitAsync(Patience));

        Assert.IsNotType<TimeoutException>(refused);
        Assert.IsNotType<TimeoutException>(failed);
        Assert.True(failed is null || what is "delete" or "rewind", $"{what}: {failed}");
        await (await agent.FindSessionAsync(new SessionKey("alice")) is { } there ? agent.RunAsync("end", there) : Task.CompletedTask).WaitAsync(Patience);
        if (failed is null)
        {
            Assert.Equal("one", (await agent.GetSessionAsync("alice")).StateBag.GetValue<string>("key"));
        }
    }

    [Theory]
    [InlineData("serialize")]
    [InlineData("fork")]
    [InlineData("read")]
    [InlineData("details")]
    public async Task A_reader_that_works_on_the_session_of_its_stream_does_not_stop_it(string what)
    {
        AgentSession session = null!;
        var set = AIFunctionFactory.Create(
            (string text) =>
            {
                session.StateBag.SetValue("caller", text);
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("run", text);
                return "did";
            },
            "set");
        var agent = New(Calling("set", "text"), set);
        session = await agent.GetSessionAsync("alice");
        await agent.RunAsync("zero", session);

        await foreach (var update in agent.RunStreamingAsync("one", session))
        {
            await DoAsync(agent, session, what).WaitAsync(Patience);
        }

        var again = await agent.GetSessionAsync("alice");
        Assert.Equal(("one", "one"), (again.StateBag.GetValue<string>("caller"), again.StateBag.GetValue<string>("run")));
        Assert.Equal(8, (await TextsAsync(agent, again)).Count);
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
        two = new ChatClientAgent(Calling("pong", "text"), name: "Other", tools: [pong]).WithSessions(_store);
        (first, second) = (await one.CreateSessionAsync(), await two.CreateSessionAsync());

        await one.RunAsync("go", first).WaitAsync(Patience);

        Assert.NotNull(refused);
        Assert.IsNotType<TimeoutException>(refused);
        Assert.Equal((4, 4), ((await TextsAsync(one, first)).Count, (await TextsAsync(two, second)).Count));
    }

    [Fact]
    public async Task A_stream_that_is_left_after_the_session_was_serialized_keeps_nothing()
    {
        AgentSession session = null!;
        var set = AIFunctionFactory.Create(
            (string text) =>
            {
                session.StateBag.SetValue("caller", text);
                AIAgent.CurrentRunContext!.Session!.StateBag.SetValue("run", text);
                return "did";
            },
            "set");
        var agent = New(Calling("set", "text"), set);
        session = await agent.GetSessionAsync("alice");

        await foreach (var update in agent.RunStreamingAsync("one", session))
        {
            if (update.Contents.OfType<FunctionResultContent>().Any())
            {
                _ = await agent.SerializeSessionAsync(session).AsTask().WaitAsync(Patience);
                break;
            }
        }

        var again = await agent.GetSessionAsync("alice");
        Assert.Null(again.StateBag.GetValue<string>("run"));
        Assert.Null(again.StateBag.GetValue<string>("caller"));
        Assert.Empty(await TextsAsync(agent, again));
    }

    private static async Task DoAsync(SessionsAgent agent, AgentSession session, string what)
    {
        switch (what)
        {
            case "serialize":
                await agent.SerializeSessionAsync(session);
                break;
            case "save":
                await agent.SaveSessionAsync(session);
                break;
            case "fork":
                await agent.ForkSessionAsync(session);
                break;
            case "rewind":
                await agent.RewindSessionAsync(session, 0);
                break;
            case "delete":
                await agent.DeleteSessionAsync(new SessionKey("alice"));
                break;
            case "details":
                await agent.UpdateDetailsAsync(session, details => details with { Title = "A title" });
                break;
            default:
                await agent.ReadMessagesAsync(session).ToListAsync();
                break;
        }
    }

    private SessionsAgent New(ScriptedModel model, params AITool[] tools) => new ChatClientAgent(model, name: "Guide", tools: tools).WithSessions(_store);

    /// <summary>Calls a tool with what the user says, then says what it said.</summary>
    private static ScriptedModel Calling(string tool, string argument) => new(request => request.Messages[^1].Role == ChatRole.User
        ? ModelAnswer.Nothing.Call($"c{request.Number}", tool, (argument, request.Messages[^1].Text))
        : ModelAnswer.Of($"done {request.Messages[^1].Contents.OfType<FunctionResultContent>().Single().Result}"));

    private static async Task<AgentResponse> RunAsync(AIAgent agent, bool streamed, string message, AgentSession? session, AgentRunOptions? options = null) =>
        streamed ? await agent.RunStreamingAsync(message, session, options).ToAgentResponseAsync() : await agent.RunAsync(message, session, options);

    private static async Task<List<string>> TextsAsync(SessionsAgent agent, AgentSession session) =>
        [.. (await agent.ReadMessagesAsync(session).ToListAsync()).Select(message => message.Text.Trim())];

    private sealed class Note
    {
        public string Text { get; set; } = "";
    }

    private sealed class Odd
    {
        public Odd() => Self = this;

        public Odd Self { get; }
    }

    private sealed class Asking(AIAgent other, AgentSession theirs) : AIContextProvider
    {
        protected override async ValueTask<AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
            new() { Instructions = (await other.RunAsync(context.AIContext.Messages!.Last().Text, theirs, cancellationToken: cancellationToken)).Text };
    }
}
