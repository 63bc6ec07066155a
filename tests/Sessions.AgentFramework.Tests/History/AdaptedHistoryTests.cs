using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.History;

/// <summary>Our history providers in runs of the framework's own agent.</summary>
public class AdaptedHistoryTests
{
    private readonly DictionaryHistoryProvider _history = new();
    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"re {request.Messages[^1].Text}"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turns_follow_one_another_and_another_process_goes_on(bool streamed)
    {
        await RunAsync(NewAgent(), "one", Key("a"), streamed);
        await RunAsync(NewAgent(), "two", Key("a"), streamed);
        await RunAsync(NewAgent(), "three", Key("b"), streamed);

        Assert.Equal(["user: one", "assistant: re one", "user: two"], _model.Log.Requests[1].Texts);
        Assert.Equal(["user: three"], _model.Log.Requests[2].Texts);
        Assert.Equal(["one", "re one", "two", "re two"], Kept("a"));
    }

    [Fact]
    public async Task A_resumed_session_has_its_history()
    {
        var agent = NewAgent();
        var session = await SessionAsync(agent, Key("a"));
        await agent.RunAsync("one", session);

        var resumed = await NewAgent().DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        await NewAgent().RunAsync("two", resumed);

        Assert.Equal(3, _model.Log.Last.Messages.Count);
        Assert.DoesNotContain("one", (await agent.SerializeSessionAsync(session)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_without_a_key_is_refused_before_the_model(bool streamed)
    {
        var agent = NewAgent();
        var session = await agent.CreateSessionAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(agent, "one", session, streamed));

        Assert.Contains("session.SetSessionKey(new SessionKey(tenant, id))", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'dictionary' (DictionaryHistoryProvider)", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_model.Log.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_without_a_session_has_no_history(bool streamed)
    {
        await RunAsync(NewAgent(), "one", default(Framework.AgentSession), streamed);
        await RunAsync(NewAgent(), "two", default(Framework.AgentSession), streamed);

        Assert.Equal(["user: two"], _model.Log.Last.Texts);
        Assert.Empty(_history.Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_that_fails_leaves_nothing_and_the_provider_is_told(bool streamed)
    {
        var told = new List<TurnContext>();
        var down = new IOException("down");
        var agent = NewAgent(new Told(told), new ScriptedModel(_ => ModelAnswer.Of("half").FailWith(down, afterUpdates: 1)));

        var failure = await Assert.ThrowsAsync<IOException>(() => RunAsync(agent, "one", Key("a"), streamed));

        Assert.Same(down, failure);
        Assert.Same(down, Assert.Single(told).Exception);
        Assert.Null(told[0].Response);
    }

    [Fact]
    public async Task A_provider_that_fails_after_a_failure_hides_nothing()
    {
        var down = new IOException("down");
        var agent = NewAgent(new Hooked { After = _ => throw new InvalidOperationException("hides it") }, new ScriptedModel(_ => ModelAnswer.Nothing.FailWith(down)));

        Assert.Same(down, await Assert.ThrowsAsync<IOException>(() => RunAsync(agent, "one", Key("a"), streamed: false)));
    }

    [Fact]
    public async Task A_provider_is_told_of_a_cancelled_run_by_a_token_that_is_not()
    {
        using var cancellation = new CancellationTokenSource();
        var tokens = new List<bool>();
        var provider = new Hooked { AfterToken = token => tokens.Add(token.IsCancellationRequested) };
        var agent = NewAgent(provider, new ScriptedModel(_ => ModelAnswer.Of("one").After(async token =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
        })));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await agent.RunAsync("hi", await SessionAsync(agent, Key("a")), cancellationToken: cancellation.Token));

        Assert.Equal([false], tokens);
    }

    [Fact]
    public async Task A_provider_that_cannot_load_ends_the_run_before_the_model()
    {
        var agent = NewAgent(new Hooked { Before = _ => throw new IOException("no database") });

        await Assert.ThrowsAsync<IOException>(() => RunAsync(agent, "one", Key("a"), streamed: false));

        Assert.Empty(_model.Log.Requests);
    }

    [Fact]
    public async Task What_a_provider_throws_when_it_saves_is_thrown()
    {
        _history.FailSave = new IOException("full");

        Assert.Same(_history.FailSave, await Assert.ThrowsAsync<IOException>(() => RunAsync(NewAgent(), "one", Key("a"), streamed: false)));
    }

    [Fact]
    public async Task Tenants_do_not_meet_and_a_provider_that_would_mix_them_refuses()
    {
        var agent = NewAgent(new Hooked { IsByIdAlone = true });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(agent, "one", new SessionKey("acme", "a"), streamed: false));
        await RunAsync(agent, "two", Key("a"), streamed: false);

        Assert.Contains("tenant 'acme'", failure.Message, StringComparison.Ordinal);
        Assert.Single(_model.Log.Requests);
    }

    [Theory]
    [InlineData(false, true, true, "one|re one")]
    [InlineData(true, true, true, "one|It rains.|re It rains.")]
    [InlineData(true, false, true, "It rains.|re It rains.")]
    [InlineData(false, false, true, "re one")]
    [InlineData(false, true, false, "one")]
    [InlineData(true, false, false, "It rains.")]
    public async Task Flags_say_what_is_stored(bool contextMessages, bool inputs, bool outputs, string expected)
    {
        var provider = new Flagged(contextMessages, inputs, outputs);
        var model = new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[contextMessages ? ^1 : 0].Text}"));
        var agent = model.AsFrameworkAgent(new() { ChatHistoryProvider = provider.AsChatHistoryProvider(), AIContextProviders = [new Weather()] });

        await RunAsync(agent, "one", Key("a"), streamed: false);

        Assert.Equal(["user: one", "user: It rains."], model.Log.Last.Texts);
        Assert.Equal(expected, string.Join('|', provider.Stored.Select(message => message.Text)));
        Assert.All(provider.Stored, message => Assert.Null(message.AdditionalProperties));
        Assert.Equal(contextMessages && inputs ? [] : ["It rains."], provider.Turn!.ContextMessages.Values.SelectMany(messages => messages).Select(message => message.Text));
    }

    [Fact]
    public async Task A_history_with_context_is_sent_again_as_it_was()
    {
        var agent = _model.AsFrameworkAgent(new() { ChatHistoryProvider = new Flagged(contextMessages: true, inputs: true, outputs: true).AsChatHistoryProvider(), AIContextProviders = [new Weather()] });

        await RunAsync(agent, "one", Key("a"), streamed: false);
        await RunAsync(agent, "two", Key("a"), streamed: false);

        Assert.Equal(["user: one", "user: It rains.", "assistant: re It rains.", "user: two", "user: It rains."], _model.Log.Last.Texts);
    }

    [Fact]
    public async Task A_provider_that_does_not_load_audits()
    {
        var audit = new DictionaryHistoryProvider("audit", load: false);
        var agent = NewAgent(audit);

        await RunAsync(agent, "one", Key("a"), streamed: false);
        await RunAsync(agent, "two", Key("a"), streamed: false);

        Assert.Equal(["user: two"], _model.Log.Last.Texts);
        Assert.Equal(4, audit.Messages["a"].Count);
    }

    [Fact]
    public async Task A_tool_is_kept_with_its_call_and_its_result()
    {
        var model = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Call("c1", "now") : ModelAnswer.Of("noon"));
        var agent = model.AsFrameworkAgent(new() { ChatHistoryProvider = _history.AsChatHistoryProvider(), ChatOptions = new() { Tools = [AIFunctionFactory.Create(() => "12:00", "now")] } });

        await RunAsync(agent, "one", Key("a"), streamed: false);
        await RunAsync(agent, "two", Key("a"), streamed: true);

        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant, ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], _history.Messages["a"].Select(message => message.Role));
        Assert.Equal(2, _history.TurnIds.Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_that_are_kept_after_each_call_of_the_model_are_there_once(bool streamed)
    {
        var model = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Call("c1", "now") : ModelAnswer.Of("noon"));
        var agent = model.AsFrameworkAgent(PerCall(new() { ChatHistoryProvider = _history.AsChatHistoryProvider(), ChatOptions = new() { Tools = [AIFunctionFactory.Create(() => "12:00", "now")] } }));
        var session = await SessionAsync(agent, Key("a"));

        await RunAsync(agent, "one", session, streamed);
        await RunAsync(agent, "two", session, streamed);

        string[] turn = ["user", "assistant", "tool", "assistant"];
        Assert.Equal([.. turn, .. turn], _history.Messages["a"].Select(message => message.Role.Value));
        Assert.Equal([1, 3, 5, 7], model.Log.Requests.Select(request => request.Messages.Count));
    }

    [Fact]
    public async Task A_call_that_was_left_open_is_closed_in_what_is_sent()
    {
        _history.Messages["a"] = [new(ChatRole.User, "one"), new(ChatRole.Assistant, [new FunctionCallContent("c1", "now")])];

        await RunAsync(NewAgent(), "two", Key("a"), streamed: false);

        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.User], _model.Log.Last.Messages.Select(message => message.Role));
        Assert.Equal(4, _history.Messages["a"].Count);
    }

    [Fact]
    public async Task The_history_that_a_provider_hands_out_is_not_written_to()
    {
        var message = new ChatMessage(ChatRole.User, "one") { AdditionalProperties = new() { ["note"] = 1 } };
        _history.Messages["a"] = [message];

        await RunAsync(NewAgent(), "two", Key("a"), streamed: false);

        Assert.Equal(["note"], message.AdditionalProperties.Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_provider_keeps_of_a_turn_is_there_after_it_whatever_runs_besides(bool streamed)
    {
        var provider = new Hooked { Before = turn => turn.Items["id"] = turn.TurnId };
        var mixed = 0;
        provider.After = turn => Interlocked.Add(ref mixed, Equals(turn.Items["id"], turn.TurnId) && turn.InputMessages[0].Text == turn.Response!.Text[3..] ? 0 : 1);
        var agent = NewAgent(provider);
        var session = await SessionAsync(agent, Key("shared"));

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => await RunAsync(agent, $"{i}", i % 2 == 0 ? session : await SessionAsync(agent, Key($"{i}")), streamed))));

        Assert.Equal(0, mixed);
        Assert.Equal(400, provider.TurnIds.Distinct().Count());
    }

    [Fact]
    public async Task A_provider_sees_whose_turn_it_is()
    {
        TurnContext? seen = null;
        var agent = _model.AsFrameworkAgent(new() { Id = "guide-1", Name = "Guide", Description = "Knows.", ChatHistoryProvider = new Hooked { Before = turn => seen = turn }.AsChatHistoryProvider() });
        var session = await SessionAsync(agent, new SessionKey("acme", "a"));

        await agent.RunAsync("one", session, new Framework.AgentRunOptions().WithTurnKey("order-4711"));

        Assert.Equal(("guide-1", "Guide", "Knows."), (seen!.Agent.Id, seen.Agent.Name, seen.Agent.Description));
        Assert.Equal((new SessionKey("acme", "a"), "guide-1"), (seen.Session!.Key, seen.Session.AgentId));
        Assert.Same(session, seen.Session.GetService<Framework.AgentSession>());
        Assert.Same(agent, seen.Session.GetService<Framework.AIAgent>());
        Assert.Equal("order-4711", seen.Options?.TurnKey);
        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => seen.Agent.RunAsync("hi"));
        Assert.Contains("Guide", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_agents_keep_their_histories_in_two_providers()
    {
        var other = new DictionaryHistoryProvider("other");

        await RunAsync(NewAgent(), "one", Key("a"), streamed: false);
        await RunAsync(NewAgent(other), "two", Key("a"), streamed: false);

        Assert.Equal(["one", "re one"], Kept("a"));
        Assert.Equal(["two", "re two"], other.Messages["a"].Select(message => message.Text));
    }

    [Fact]
    public void The_provider_is_known_by_its_source_id_and_is_a_service()
    {
        var provider = _history.AsChatHistoryProvider();

        Assert.Equal(["dictionary"], provider.StateKeys);
        Assert.Same(_history, provider.GetService<DictionaryHistoryProvider>());
        Assert.Same(provider, provider.GetService<Framework.ChatHistoryProvider>());
        Assert.Null(provider.GetService<string>());
        Assert.Throws<ArgumentNullException>(() => default(HistoryProvider)!.AsChatHistoryProvider());
    }

    private static SessionKey Key(string id) => new(id);

    private static async Task<Framework.AgentSession> SessionAsync(Framework.AIAgent agent, SessionKey key)
    {
        var session = await agent.CreateSessionAsync();
        session.SetSessionKey(key);
        return session;
    }

    private static async Task RunAsync(Framework.AIAgent agent, string message, SessionKey key, bool streamed) =>
        await RunAsync(agent, message, await SessionAsync(agent, key), streamed);

    private static async Task RunAsync(Framework.AIAgent agent, string message, Framework.AgentSession? session, bool streamed)
    {
        if (streamed)
        {
            await agent.RunStreamingAsync(message, session).ToListAsync();
        }
        else
        {
            await agent.RunAsync(message, session);
        }
    }

#pragma warning disable MAAI001 // What is tested is that it works with this.
    private static Framework.ChatClientAgentOptions PerCall(Framework.ChatClientAgentOptions options)
    {
        options.RequirePerServiceCallChatHistoryPersistence = true;
        return options;
    }
#pragma warning restore MAAI001

    private Framework.ChatClientAgent NewAgent(HistoryProvider? provider = null, IChatClient? model = null) =>
        (model ?? _model).AsFrameworkAgent(new() { Name = "Guide", ChatHistoryProvider = (provider ?? _history).AsChatHistoryProvider() });

    private IEnumerable<string> Kept(string id) => _history.Messages[id].Select(message => message.Text);

    /// <summary>Adds a message to each run, as providers of the framework do.</summary>
    private sealed class Weather : Framework.AIContextProvider
    {
        protected override ValueTask<Framework.AIContext> ProvideAIContextAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
            new(new Framework.AIContext { Messages = [new ChatMessage(ChatRole.User, "It rains.")] });
    }

    private sealed class Flagged(bool contextMessages, bool inputs, bool outputs) : HistoryProvider
    {
        public List<ChatMessage> Stored { get; } = [];

        public TurnContext? Turn { get; private set; }

        public override bool StoreContextMessages => contextMessages;

        public override bool StoreInputs => inputs;

        public override bool StoreOutputs => outputs;

        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([.. Stored]);

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
        {
            Turn = turn;
            Stored.AddRange(messages);
            return default;
        }
    }

    private sealed class Told(List<TurnContext> turns) : HistoryProvider
    {
        public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turns.Add(turn);
            return base.InvokedAsync(turn, cancellationToken);
        }

        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("There is nothing to store of a turn that failed.");
    }

    private sealed class Hooked : HistoryProvider
    {
        private readonly System.Collections.Concurrent.ConcurrentBag<string> _turnIds = [];

        public Action<TurnContext>? Before { get; set; }

        public Action<TurnContext>? After { get; set; }

        public Action<CancellationToken>? AfterToken { get; set; }

        public bool IsByIdAlone { get; set; }

        public IReadOnlyCollection<string> TurnIds => _turnIds;

        public override bool SeparatesTenants => !IsByIdAlone;

        public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            AfterToken?.Invoke(cancellationToken);
            After?.Invoke(turn);
            _turnIds.Add(turn.TurnId);
            return base.InvokedAsync(turn, cancellationToken);
        }

        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            Before?.Invoke(turn);
            return new([]);
        }

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => default;
    }
}
