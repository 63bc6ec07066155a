using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.History;

public class ProviderTests
{
    private readonly QueuedAnswerClient _client = new();
    private readonly List<string> _calls = [];

    private ChatClientAgent Agent(params AIContextProvider[] providers) =>
        _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = providers });

    private Hook Recorder(string id) => new(
        id,
        (_, _) =>
        {
            _calls.Add(id + " before");
            return default;
        },
        (turn, _) =>
        {
            _calls.Add(id + (turn.Exception is null ? " after" : " failed"));
            return default;
        });

    [Fact]
    public async Task Providers_run_in_order_before_the_model_and_in_reverse_after_it()
    {
        await Agent(Recorder("one"), Recorder("two")).RunAsync("go");

        Assert.Equal(["one before", "two before", "two after", "one after"], _calls);
    }

    [Fact]
    public async Task Every_provider_that_was_called_before_is_told_of_a_failure()
    {
        var broken = new Hook("broken", _ => throw new InvalidOperationException("broken"));
        var agent = Agent(Recorder("one"), broken, Recorder("three"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("go"));

        Assert.Equal(["one before", "one failed"], _calls);
        Assert.Empty(_client.Requests);
    }

    [Fact]
    public async Task A_provider_that_fails_after_the_answer_costs_neither_the_answer_nor_the_turn()
    {
        var broken = new Hook("broken", after: (_, _) => throw new InvalidOperationException("broken"));
        var agent = Agent(Recorder("one"), broken);
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("go", session);

        Assert.Equal("answer 1", response.Text);
        Assert.Equal("Provider 'broken' failed after the turn: broken", Assert.Single(response.Issues).Message);
        Assert.Equal(["one before", "one after"], _calls);
        Assert.Equal(1, session.Revision);
    }

    [Fact]
    public async Task A_provider_that_fails_over_a_failure_does_not_hide_it()
    {
        var broken = new Hook("broken", after: (_, _) => throw new InvalidOperationException("broken"));
        _client.Fail(new HttpRequestException("down"));

        await Assert.ThrowsAsync<HttpRequestException>(() => Agent(Recorder("one"), broken).RunAsync("go"));

        Assert.Equal(["one before", "one failed"], _calls);
    }

    [Fact]
    public async Task Providers_add_messages_instructions_and_tools()
    {
        var tool = AIFunctionFactory.Create(() => 1, "tool");
        Hook? rag = null;
        rag = new Hook("rag", turn =>
        {
            turn.AddMessages(rag!, new ChatMessage(ChatRole.User, "a document"));
            turn.AddInstructions("Use the document.");
            turn.Tools.Add(tool);
        });
        var agent = _client.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            ChatOptions = new ChatOptions { Instructions = "Be brief." },
            ContextProviders = [rag],
        });
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        Assert.Equal(["user: one", "assistant: answer 1", "user: a document", "user: two"], _client.Last.Texts);
        Assert.Equal("Be brief.\nUse the document.", _client.Last.Options!.Instructions);
        Assert.Same(tool, Assert.Single(_client.Last.Options.Tools!));
    }

    [Fact]
    public async Task State_that_a_provider_sets_is_committed_with_the_turn()
    {
        var learn = new Hook("learn", after: (turn, _) =>
        {
            turn.Session!.State.Update<Notes>(notes => notes with { Count = notes.Count + 1 });
            return default;
        });
        var store = new InterceptedStore(new InMemorySessionStore());
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = [learn], SessionStore = store });
        var session = await agent.GetSessionAsync("s");

        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        Assert.Equal(2, store.Commits.Count);
        Assert.Equal(2, (await agent.GetSessionAsync("s")).State.Get<Notes>().Count);
    }

    [Fact]
    public async Task The_session_keeps_the_history_also_where_there_are_context_providers()
    {
        var agent = Agent(Recorder("memory"));
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], _client.Last.Texts);
    }

    [Fact]
    public async Task A_loading_provider_keeps_the_history_and_the_session_does_not()
    {
        var database = new DictionaryHistoryProvider();
        var agent = Agent(database);
        var session = await agent.CreateSessionAsync("s");

        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], _client.Last.Texts);
        Assert.Equal(["one", "answer 1", "two", "answer 2"], database.Messages["s"].Select(message => message.Text));
        var saved = await agent.SerializeSessionAsync(session);
        Assert.All(saved.GetProperty("turns").EnumerateArray(), turn => Assert.Empty(turn.GetProperty("messages").EnumerateArray()));
    }

    [Fact]
    public async Task An_audit_is_given_a_copy_after_the_commit_and_does_not_load()
    {
        var audit = new DictionaryHistoryProvider("audit", load: false);
        var store = new InterceptedStore(new InMemorySessionStore());
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = [audit], SessionStore = store });
        var session = await agent.GetSessionAsync("s");
        store.OnCommit = _ => Assert.Empty(audit.Messages);

        await agent.RunAsync("one", session);
        store.OnCommit = null;
        await agent.RunAsync("two", session);

        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], _client.Last.Texts);
        Assert.Equal(["one", "answer 1", "two", "answer 2"], audit.Messages["s"].Select(message => message.Text));
    }

    [Fact]
    public async Task An_audit_that_fails_is_an_issue()
    {
        var audit = new DictionaryHistoryProvider("audit", load: false) { FailSave = new InvalidOperationException("full") };
        var agent = Agent(audit);
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("one", session);

        Assert.Equal(TurnIssueKind.ProviderFailed, Assert.Single(response.Issues).Kind);
        Assert.Equal(1, session.Revision);
    }

    [Fact]
    public async Task An_audit_is_not_given_a_turn_whose_commit_failed()
    {
        var audit = new DictionaryHistoryProvider("audit", load: false);
        var store = new InterceptedStore(new InMemorySessionStore()) { OnCommit = _ => throw new IOException("disk full") };
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = [audit], SessionStore = store });

        var error = await Assert.ThrowsAsync<SessionStoreException>(async () => await agent.RunAsync("one", await agent.GetSessionAsync("s")));

        Assert.Equal("answer 1", error.Response!.Text);
        Assert.Empty(audit.Messages);
    }

    [Fact]
    public async Task A_cancellation_after_the_commit_does_not_take_the_answer_back()
    {
        using var stop = new CancellationTokenSource();
        var audit = new CancellingAudit(stop);
        var agent = Agent(audit);
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("one", session, cancellationToken: stop.Token);

        Assert.Equal("answer 1", response.Text);
        Assert.Equal(TurnIssueKind.ProviderFailed, Assert.Single(response.Issues).Kind);
        Assert.Equal(1, session.Revision);
    }

    [Fact]
    public async Task A_cancellation_before_the_commit_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var agent = Agent(new Hook("hook", after: async (turn, _) =>
        {
            if (turn.Exception is null)
            {
                turn.Session!.State.Set(new Notes { Text = "dropped" });
                await stop.CancelAsync();
            }
            else
            {
                turn.Session!.State.Set(new Notes { Text = "dropped too" });
            }
        }));
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync("one", session, cancellationToken: stop.Token));

        Assert.Equal(0, session.Revision);
        Assert.False(session.State.TryGet<Notes>(out _));
    }

    [Fact]
    public async Task State_that_a_provider_sets_when_it_is_told_of_a_failed_commit_is_dropped()
    {
        // Told in reverse: the audit comes after the commit, and so is told that it failed.
        var audit = new StateSettingAudit();
        var store = new InterceptedStore(new InMemorySessionStore()) { OnCommit = _ => throw new IOException("disk full") };
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", ContextProviders = [audit], SessionStore = store });
        var session = await agent.GetSessionAsync("s");

        await Assert.ThrowsAsync<SessionStoreException>(() => agent.RunAsync("one", session));

        Assert.NotNull(audit.Seen);
        Assert.False(session.State.TryGet<Notes>(out _));
    }

    [Fact]
    public async Task A_loading_provider_that_cannot_save_fails_the_turn_with_the_answer_in_the_exception()
    {
        var database = new DictionaryHistoryProvider { FailSave = new InvalidOperationException("full") };
        var agent = Agent(database);
        var session = await agent.CreateSessionAsync();
        session.State.Set(new Notes { Text = "kept" });

        var error = await Assert.ThrowsAsync<SessionStoreException>(() => agent.RunAsync("one", session));

        Assert.Equal("answer 1", error.Response!.Text);
        Assert.Contains("'dictionary' could not save turn", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, session.Revision);
        Assert.Equal("kept", session.State.Get<Notes>().Text);
    }

    [Fact]
    public async Task Without_a_session_history_providers_are_not_called_and_context_providers_are()
    {
        var database = new DictionaryHistoryProvider();

        await Agent(database, Recorder("memory")).RunAsync("one");

        Assert.Empty(database.Messages);
        Assert.Equal(["memory before", "memory after"], _calls);
    }

    [Fact]
    public void Two_providers_of_one_source_id_and_two_that_load_are_refused_at_construction()
    {
        var twins = Assert.Throws<ArgumentException>(() => Agent(Recorder("same"), Recorder("same")));
        var owners = Assert.Throws<ArgumentException>(() => Agent(new DictionaryHistoryProvider("a"), new DictionaryHistoryProvider("b")));

        Assert.Contains("source id 'same'", twins.Message, StringComparison.Ordinal);
        Assert.Contains("'a' and 'b' both load the history", owners.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, true, "doc,in,answer 1")]
    [InlineData(true, true, false, "in,answer 1")]
    [InlineData(true, false, false, "in")]
    [InlineData(false, true, false, "answer 1")]
    [InlineData(false, false, false, "")]
    public async Task The_flags_choose_what_is_stored(bool inputs, bool outputs, bool context, string expected)
    {
        var flagged = new FlaggedProvider(inputs, outputs, context);
        Hook? rag = null;
        rag = new Hook("rag", turn => turn.AddMessages(rag!, new ChatMessage(ChatRole.User, "doc")));
        var agent = Agent(flagged, rag);

        await agent.RunAsync("in", await agent.CreateSessionAsync());

        Assert.Equal(expected, string.Join(',', flagged.Stored));
        Assert.Equal(expected.Length > 0, flagged.WasCalled);
    }

    private sealed class CancellingAudit(CancellationTokenSource stop) : HistoryProvider
    {
        public override bool LoadMessages => false;

        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

        protected override async ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
        {
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private sealed class StateSettingAudit : HistoryProvider
    {
        public Exception? Seen { get; private set; }

        public override bool LoadMessages => false;

        public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            Seen = turn.Exception;
            turn.Session!.State.Set(new Notes { Text = "dropped" });
            return default;
        }

        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => default;
    }

    private sealed class FlaggedProvider(bool inputs, bool outputs, bool context) : HistoryProvider
    {
        public List<string> Stored { get; } = [];

        public bool WasCalled { get; private set; }

        public override bool StoreInputs => inputs;

        public override bool StoreOutputs => outputs;

        public override bool StoreContextMessages => context;

        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
        {
            WasCalled = true;
            Stored.AddRange(messages.Select(message => message.Text));
            return default;
        }
    }
}
