using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Sessions.Agents;
using Sessions.Tests.History;
using Sessions.Tests.Tools;

namespace Sessions.Tests.Diagnostics;

/// <summary>What those who watch turns see of them. Listeners hear the whole process, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
[Collection(nameof(TelemetryTests))]
public sealed class TelemetryTests : IDisposable
{
    private const string Secret = "the-cat-is-on-the-roof";

    private readonly TelemetryRecorder _recorder = new();
    private readonly RecordingLoggerFactory _logs = new();
    private readonly Clock _clock = new();

    public static TheoryData<bool> RunOrStream => [false, true];

    public void Dispose() => _recorder.Dispose();

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task A_turn_is_an_activity_after_the_conventions(bool streamed)
    {
        var agent = Agent(new ScriptedModel(ModelAnswer.Of("hello").Using(30, 4)), options =>
        {
            options.Description = "Guides.";
            options.ChatOptions = new ChatOptions { Temperature = 0.5f, MaxOutputTokens = 100, Seed = 7, StopSequences = ["a", "b"], ResponseFormat = ChatResponseFormat.Json };
        });
        var session = await agent.GetSessionAsync(new SessionKey("acme", "s"));

        var response = await RunAsync(agent, "hi", session, streamed);

        var turn = _recorder.Turn;
        Assert.Equal(("invoke_agent Guide", ActivityKind.Internal, ActivityStatusCode.Unset), (turn.DisplayName, turn.Kind, turn.Status));
        Assert.Equal(response.TurnId, turn.GetTagItem("sessions.turn.id"));
        Assert.Equal(
            [
                "gen_ai.agent.description: Guides.",
                "gen_ai.agent.id: guide-1",
                "gen_ai.agent.name: Guide",
                "gen_ai.conversation.id: s",
                "gen_ai.operation.name: invoke_agent",
                "gen_ai.output.type: json",
                "gen_ai.provider.name: scripted",
                "gen_ai.request.max_tokens: 100",
                "gen_ai.request.model: model",
                "gen_ai.request.seed: 7",
                "gen_ai.request.stop_sequences: [a, b]",
                "gen_ai.request.temperature: 0.5",
                "gen_ai.response.finish_reasons: [stop]",
                "gen_ai.response.id: answer-0",
                "gen_ai.response.model: model-2026",
                "gen_ai.usage.input_tokens: 30",
                "gen_ai.usage.output_tokens: 4",
                "sessions.tenant: acme",
                "sessions.turn.number: 1",
                "sessions.turn.status: completed",
            ],
            TelemetryRecorder.Tags(turn));
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task A_turn_measures_its_duration_and_its_tokens(bool streamed)
    {
        var agent = Agent(new ScriptedModel(ModelAnswer.Of("hello").Using(30, 4).After(_ => _clock.Advance(2.5))));

        await RunAsync(agent, "hi", await agent.GetSessionAsync("s"), streamed);

        const string model = "gen_ai.operation.name: invoke_agent, gen_ai.provider.name: scripted, gen_ai.request.model: model, gen_ai.response.model: model-2026, gen_ai.token.type: ";
        Assert.Equal(
            [
                new Measured("gen_ai.invoke_agent.duration", "s", 2.5, "gen_ai.agent.name: Guide, sessions.turn.status: completed"),
                new Measured("gen_ai.client.token.usage", "{token}", 30, "gen_ai.agent.name: Guide, " + model + "input"),
                new Measured("gen_ai.client.token.usage", "{token}", 4, "gen_ai.agent.name: Guide, " + model + "output"),
            ],
            _recorder.Measured);
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task What_the_turn_does_nests_in_it_and_the_callers_activity_stays(bool streamed)
    {
        var tool = AIFunctionFactory.Create(() => Inside("tool"), "f");
        var agent = Agent(new ScriptedModel(ModelAnswer.Nothing.Call("c", "f"), ModelAnswer.Of("one two three")), options =>
        {
            options.ChatOptions = new ChatOptions { Tools = [tool] };
            options.ContextProviders = [new Hook("hook", before: (_, _) => Provide("before"), after: (_, _) => Provide("after"))];
            options.ConfigureChatClient = client => new FunctionInvokingChatClient(client);
        });
        var session = await agent.GetSessionAsync("s");
        using var caller = TelemetryRecorder.Tests.StartActivity("caller");

        if (streamed)
        {
            await foreach (var _ in agent.RunStreamingAsync("hi", session))
            {
                Assert.Same(caller, Activity.Current);
            }
        }
        else
        {
            await agent.RunAsync("hi", session);
        }

        Assert.Same(caller, Activity.Current);
        var turn = _recorder.Turn;
        Assert.Equal(caller!.SpanId, turn.ParentSpanId);
        Assert.Equal(["before", "model", "execute_tool f", "model", "after"], NamesIn(turn));
        Assert.Equal(["tool"], NamesIn(Assert.Single(_recorder.Activities, activity => activity.DisplayName == "execute_tool f")));
        Assert.Equal(7, _recorder.Activities.Count);

        IEnumerable<string> NamesIn(Activity parent) =>
            _recorder.Activities.Where(activity => activity.ParentSpanId == parent.SpanId).Select(activity => activity.DisplayName);

        static string Inside(string name)
        {
            TelemetryRecorder.Tests.StartActivity(name)?.Dispose();
            return name;
        }

        static ValueTask Provide(string name)
        {
            Inside(name);
            return default;
        }
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task A_failure_is_an_error_of_its_type(bool streamed)
    {
        var agent = Agent(new ScriptedModel(ModelAnswer.Nothing.FailWith(new HttpRequestException("down"))));

        await Assert.ThrowsAsync<HttpRequestException>(async () => await RunAsync(agent, "hi", await agent.GetSessionAsync("s"), streamed));

        Assert.Equal((ActivityStatusCode.Error, null), (_recorder.Turn.Status, _recorder.Turn.StatusDescription));
        AssertTurn("failed", number: null);
        Assert.Equal("System.Net.Http.HttpRequestException", _recorder.Turn.GetTagItem("error.type"));
        Assert.Equal("error.type: System.Net.Http.HttpRequestException, gen_ai.agent.name: Guide, sessions.turn.status: failed", Assert.Single(_recorder.Measured).Tags);
        Assert.Equal([(10, LogLevel.Debug), (14, LogLevel.Warning)], _logs.Events);
    }

    [Theory]
    [InlineData(InterruptedTurns.Discard, null)]
    [InlineData(InterruptedTurns.KeepInput, 1L)]
    [InlineData(InterruptedTurns.KeepPartial, 1L)]
    public async Task A_stream_that_is_left_is_interrupted_and_tells_whether_it_was_kept(InterruptedTurns interrupted, long? number)
    {
        var agent = Agent(new ScriptedModel(ModelAnswer.Of("one two three")), options => options.InterruptedTurns = interrupted);

        await foreach (var _ in agent.RunStreamingAsync("hi", await agent.GetSessionAsync("s")))
        {
            break;
        }

        Assert.Equal(ActivityStatusCode.Unset, _recorder.Turn.Status);
        AssertTurn("interrupted", number);
        Assert.Equal([(10, LogLevel.Debug), (13, LogLevel.Information)], _logs.Events);
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task A_reply_that_is_given_again_uses_no_tokens(bool streamed)
    {
        var agent = Agent(new ScriptedModel(ModelAnswer.Of("hello").Using(30, 4)));
        var session = await agent.GetSessionAsync("s");
        var options = new AgentRunOptions { TurnKey = "key" };
        var first = await RunAsync(agent, "hi", session, streamed, options);

        await RunAsync(agent, "hi", session, streamed, options);

        var again = _recorder.Turns[1];
        Assert.Equal(first.TurnId, again.GetTagItem("sessions.turn.id"));
        Assert.Equal((true, "completed", null), (again.GetTagItem("sessions.turn.replayed"), again.GetTagItem("sessions.turn.status"), again.GetTagItem("gen_ai.usage.input_tokens")));
        Assert.Equal("gen_ai.agent.name: Guide, sessions.turn.replayed: True, sessions.turn.status: completed", _recorder.Measured[^1].Tags);
        Assert.Equal(4, _recorder.Measured.Count);
        Assert.Equal([10, 11, 12], _logs.Events.Select(entry => entry.Id));
    }

    [Fact]
    public async Task A_history_that_had_to_be_mended_is_counted()
    {
        var agent = Agent(new ScriptedModel());

        await agent.RunAsync([Talk.Tool(Talk.Result("nobody"), Talk.Result("asked")), Talk.User("hi")]);

        Assert.Equal(2, _recorder.Turn.GetTagItem("sessions.history.repairs"));
        Assert.Null(_recorder.Turn.GetTagItem("gen_ai.conversation.id"));
    }

    [Fact]
    public async Task A_turn_that_never_began_is_told_of_as_well()
    {
        var agent = Agent(new ScriptedModel());
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("hi", session, new AgentRunOptions { TurnKey = "key" });

        await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync("something else", session, new AgentRunOptions { TurnKey = "key" }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync("late", session, cancellationToken: new CancellationToken(canceled: true)));

        Assert.Equal(["completed", "failed", "interrupted"], _recorder.Turns.Select(turn => turn.GetTagItem("sessions.turn.status")));
        Assert.Equal([10, 11, 14, 13], _logs.Events.Select(entry => entry.Id));
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task A_time_out_of_the_model_is_a_failure(bool streamed)
    {
        // As HttpClient tells of its time-out.
        using var timeout = new CancellationTokenSource();
        await timeout.CancelAsync();
        var agent = Agent(new ScriptedModel(ModelAnswer.Nothing.FailWith(new TaskCanceledException("The request was canceled.", new TimeoutException(), timeout.Token))));

        await Assert.ThrowsAsync<TaskCanceledException>(() => agent.RunAsync(streamed, "hi", session: null));

        Assert.Equal("failed", _recorder.Turn.GetTagItem("sessions.turn.status"));
        Assert.Equal("System.Threading.Tasks.TaskCanceledException", _recorder.Turn.GetTagItem("error.type"));
        Assert.Equal([10, 14], _logs.Events.Select(entry => entry.Id));
    }

    /// <summary>Whoever makes a span from the source, and however a tool fails: what was said is in it only where the options ask for it.</summary>
    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Spans_of_tools_tell_nothing_that_was_said(ToolWay way, bool enabled, bool streamed)
    {
        var tool = AIFunctionFactory.Create(string (string account) => account == Secret ? throw new IOException($"no account {Secret}") : Secret, "lookup");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "lookup", ("account", Secret)).Call("c2", "lookup", ("account", "other")), ModelAnswer.Of(Secret));
        var agent = way.CreateAgent(model, tool, options =>
        {
            options.EnableSensitiveData = enabled;
            options.LoggerFactory = _logs;
        });

        await (way == ToolWay.AsIsInItsOwnWay
            ? (Task)Assert.ThrowsAsync<IOException>(() => agent.RunAsync(streamed, Secret, session: null, way.ToRunOptions(tool)))
            : agent.RunAsync(streamed, Secret, session: null, way.ToRunOptions(tool)));

        var spans = _recorder.Activities.Where(activity => activity.Source.Name == SessionsInstrumentation.ActivitySourceName).ToList();
        var calls = spans.Where(activity => activity.DisplayName == "execute_tool lookup").ToList();
        Assert.Equal(way == ToolWay.AsIsInItsOwnWay ? 1 : 2, calls.Count);
        Assert.Equal("System.IO.IOException", calls[0].GetTagItem("error.type"));
        Assert.Equal("c1", calls[0].GetTagItem("gen_ai.tool.call.id") is string id && id.StartsWith("call_", StringComparison.Ordinal) ? "c1" : calls[0].GetTagItem("gen_ai.tool.call.id"));
        var told = string.Join('\n', spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append(span.StatusDescription)));
        Assert.Equal(enabled, told.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(_logs.Entries, entry => entry.Message.Contains(Secret, StringComparison.Ordinal));
        if (enabled)
        {
            Assert.Equal($"no account {Secret}", calls[0].StatusDescription);
            Assert.Equal($$"""{"account":"{{Secret}}"}""", calls[0].GetTagItem("gen_ai.tool.call.arguments"));
        }
    }

    public static TheoryData<ToolWay, bool, bool> Tools { get; } = new(
        from way in ToolWays.All from enabled in new[] { false, true } from streamed in new[] { false, true } select (way, enabled, streamed));

    [Fact]
    public async Task Conflicts_and_further_attempts_are_turns_of_their_own()
    {
        var store = new InMemorySessionStore();
        var other = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "Guide", Id = "guide-1", SessionStore = new AnotherProcess(store) });
        var meddles = true;
        var model = new ScriptedModel(_ => ModelAnswer.Of("hello").After(async token =>
        {
            if (meddles)
            {
                meddles = false;
                await other.RunAsync("me first", await other.GetSessionAsync("s", cancellationToken: token), cancellationToken: token);
            }
        }));
        var agent = Agent(model, options => options.SessionStore = store);

        await agent.RunAsync("hi", await agent.GetSessionAsync("s"), new AgentRunOptions { OnConflict = ConflictHandling.Retry });

        Assert.Equal([10, 15, 10, 16, 11], _logs.Events.Select(entry => entry.Id));
        Assert.Equal(["completed", "failed", "completed"], _recorder.Turns.Select(turn => turn.GetTagItem("sessions.turn.status")));
        Assert.Equal("Sessions.SessionConflictException", _recorder.Turns[1].GetTagItem("error.type"));
        Assert.Equal(default, _recorder.Turns[2].ParentSpanId);
    }

    [Fact]
    public async Task A_turn_whose_place_was_taken_is_interrupted()
    {
        var asked = new TaskCompletionSource();
        var agent = Agent(new ScriptedModel(request => request.Number > 0 ? ModelAnswer.Of("new") : ModelAnswer.Of("old").After(token =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, token);
        })));
        var session = await agent.GetSessionAsync("s");
        var older = agent.RunAsync("old", session);
        await asked.Task;

        await agent.RunAsync("new", session, new AgentRunOptions { ConcurrentTurns = ConcurrentTurns.Supersede });

        await Assert.ThrowsAsync<TurnSupersededException>(() => older);
        Assert.Equal(["interrupted", "completed"], _recorder.Turns.Select(turn => turn.GetTagItem("sessions.turn.status")));
        Assert.Equal(LogLevel.Information, Assert.Single(_logs.Entries, entry => entry.Id == 17).Level);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task What_was_said_is_told_only_where_the_options_ask_for_it(bool enabled, bool streamed)
    {
        var tool = AIFunctionFactory.Create((string where) => $"{Secret} {where}", "look");
        ModelAnswer[] answers = [ModelAnswer.Nothing.Think(Secret).Call("c", "look", ("where", Secret)), ModelAnswer.Of(Secret).Using(1, 1), ModelAnswer.Nothing.FailWith(new IOException(Secret))];
        var agent = Agent(new ScriptedModel(answers), options =>
        {
            options.ChatOptions = new ChatOptions { Instructions = "Say " + Secret, Tools = [tool] };
            options.ContextProviders = [new Hook("hook", turn => turn.AddMessages(new Hook("hook"), Talk.User("context " + Secret)))];
            options.ConfigureChatClient = client => new FunctionInvokingChatClient(client);
            options.InterruptedTurns = InterruptedTurns.KeepPartial;
            options.EnableSensitiveData = enabled;
        });
        var session = await agent.GetSessionAsync("s");

        await RunAsync(agent, "Where is it? " + Secret, session, streamed, new AgentRunOptions { TurnKey = "key" });
        await RunAsync(agent, "Where is it? " + Secret, session, streamed, new AgentRunOptions { TurnKey = "key" });
        await Assert.ThrowsAsync<IOException>(() => RunAsync(agent, Secret, session, streamed));
        await agent.RunAsync([Talk.Tool(Talk.Result("x", Secret)), Talk.User(Secret)], session);

        Assert.DoesNotContain(Secret, string.Join('\n', _logs.Entries.Select(entry => entry.Message + entry.Exception)), StringComparison.Ordinal);
        if (!enabled)
        {
            Assert.DoesNotContain(Secret, _recorder.Everything(), StringComparison.Ordinal);
            Assert.DoesNotContain("messages", _recorder.Everything(), StringComparison.Ordinal);
            return;
        }

        var turn = _recorder.Turns[0];
        Assert.Equal($$"""[{"type":"text","content":"Say {{Secret}}"}]""", turn.GetTagItem("gen_ai.system_instructions"));
        Assert.Equal(
            $$"""[{"role":"user","parts":[{"type":"text","content":"context {{Secret}}"}]},{"role":"user","parts":[{"type":"text","content":"Where is it? {{Secret}}"}]}]""",
            turn.GetTagItem("gen_ai.input.messages"));
        Assert.Equal(
            $$$"""
            [{"role":"assistant","parts":[{"type":"reasoning","content":"{{{Secret}}}"},{"type":"tool_call","id":"c","name":"look","arguments":{"where":"{{{Secret}}}"}}],"finish_reason":"tool_call"},{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":"{{{Secret}}} {{{Secret}}}"}]},{"role":"assistant","parts":[{"type":"text","content":"{{{Secret}}}"}],"finish_reason":"stop"}]
            """,
            turn.GetTagItem("gen_ai.output.messages"));
        Assert.Equal(Secret, _recorder.Turns[2].StatusDescription);
    }

    [Fact]
    public async Task Contents_of_every_kind_have_a_form_and_none_fails_the_turn()
    {
        var agent = Agent(new ScriptedModel(), options => options.EnableSensitiveData = true);
        AIContent[] contents =
        [
            new DataContent(new byte[] { 1, 2, 3 }, "image/png"),
            new UriContent("https://example.com/a.pdf", "application/pdf"),
            new HostedFileContent("file-1"),
            new FunctionResultContent("c", null),
        ];

        await agent.RunAsync([new ChatMessage(ChatRole.User, contents[..3]) { AuthorName = "Ann" }, Talk.Assistant(Talk.Call("c")), Talk.Tool(contents[3])]);
        await agent.RunAsync("half a character: \ud83d");

        using var json = JsonDocument.Parse((string)_recorder.Turns[0].GetTagItem("gen_ai.input.messages")!);
        Assert.Equal(
            """{"role":"user","name":"Ann","parts":[{"type":"blob","mime_type":"image/png","modality":"image","content":"AQID"},{"type":"uri","mime_type":"application/pdf","modality":"document","uri":"https://example.com/a.pdf"},{"type":"file","modality":"document","file_id":"file-1"}]}""",
            json.RootElement[0].GetRawText());
        Assert.Equal("""{"role":"tool","parts":[{"type":"tool_call_response","id":"c","response":null}]}""", json.RootElement[2].GetRawText());
        Assert.Equal("completed", _recorder.Turns[1].GetTagItem("sessions.turn.status"));
    }

    [Fact]
    public async Task While_nobody_listens_there_is_no_activity_and_nothing_is_allocated()
    {
        _recorder.Dispose();
        Activity? seen = null;
        var agent = (ChatClientAgent)new ScriptedModel(ModelAnswer.Of("hello").After(_ =>
        {
            seen = Activity.Current;
            return Task.CompletedTask;
        })).AsAIAgent(name: "Guide");
        await agent.RunAsync("hi");
        var turn = new TurnContext(agent, session: null, [], options: null);
        var outcome = new TurnOutcome(turn.CompactId, TurnStatus.Completed, 1, null, null, null, IsReplayed: false);
        Watch();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Watch();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Null(seen);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Watch()
        {
            var telemetry = TurnTelemetry.Start(agent, turn);
            telemetry?.SetRequest(default, options: null);
            agent.Logger.TurnOpened(turn.CompactId, agent.Id, new SessionKey("s"), attempt: 1);
            telemetry?.Finish(outcome);
            agent.Logger.TurnEnded(outcome, agent.Id, new SessionKey("s"));
        }
    }

    private static async Task<AgentResponse> RunAsync(AIAgent agent, string message, AgentSession session, bool streamed, AgentRunOptions? options = null) => streamed
        ? await agent.RunStreamingAsync(message, session, options).ToAgentResponseAsync()
        : await agent.RunAsync(message, session, options);

    private ChatClientAgent Agent(ScriptedModel model, Action<ChatClientAgentOptions>? configure = null)
    {
        var options = new ChatClientAgentOptions { Id = "guide-1", Name = "Guide", LoggerFactory = _logs, TimeProvider = _clock };
        configure?.Invoke(options);
        return new ChatClientAgent(new NamedModel(model), options);
    }

    private void AssertTurn(string status, long? number) =>
        Assert.Equal((status, number), (_recorder.Turn.GetTagItem("sessions.turn.status"), _recorder.Turn.GetTagItem("sessions.turn.number")));

    /// <summary>Says which model it is, and begins an activity of its own, as instrumented clients do.</summary>
    private sealed class NamedModel(IChatClient innerClient) : DelegatingChatClient(innerClient)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", defaultModelId: "model") : base.GetService(serviceType, serviceKey);

        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            using var activity = TelemetryRecorder.Tests.StartActivity("model");
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            response.ModelId = "model-2026";
            return response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            using var activity = TelemetryRecorder.Tests.StartActivity("model");
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                update.ModelId = "model-2026";
                yield return update;
            }
        }
    }

    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public Task Advance(double seconds)
        {
            Interlocked.Add(ref _ticks, TimeSpan.FromSeconds(seconds).Ticks);
            return Task.CompletedTask;
        }
    }
}
