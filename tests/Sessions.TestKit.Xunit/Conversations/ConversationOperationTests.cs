using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Reading, forking, rewinding, editing and handing over, wherever a session is kept.</summary>
public abstract class ConversationOperationTests
{
    private readonly QueuedAnswerClient _client = new();

    /// <summary>The store that the sessions are in, if there is one.</summary>
    protected abstract SessionStore? Store { get; }

    /// <summary>The store that the sessions are in while they are made, if there is one.</summary>
    protected virtual SessionStore? TalkStore => Store;

    protected QueuedAnswerClient Client => _client;

    [Fact]
    public async Task Turns_are_read_whole_and_by_pages()
    {
        var (agent, session) = await TalkAsync(5);

        Assert.Equal(["q1", "a1", "q2", "a2", "q3", "a3", "q4", "a4", "q5", "a5"], await TextsAsync(agent, session));
        Assert.Equal(5, session.CurrentTurn);
        Assert.Equal([1, 2, 3, 4, 5], await NumbersAsync(agent, session, new TurnQuery()));
        Assert.Equal([4, 5], await NumbersAsync(agent, session, new TurnQuery { AfterTurn = 3 }));
        Assert.Equal([2, 3], await NumbersAsync(agent, session, new TurnQuery { AfterTurn = 1, MaxCount = 2 }));
        Assert.Equal([5, 4], await NumbersAsync(agent, session, new TurnQuery { NewestFirst = true, MaxCount = 2 }));
        Assert.Equal([3, 2], await NumbersAsync(agent, session, new TurnQuery { NewestFirst = true, MaxCount = 2, ThroughTurn = 3 }));
        Assert.Equal([1], await NumbersAsync(agent, session, new TurnQuery { NewestFirst = true, MaxCount = 2, ThroughTurn = 1 }));
        Assert.Equal([3], await NumbersAsync(agent, session, new TurnQuery { NewestFirst = true, ThroughTurn = 3, AfterTurn = 2 }));
        Assert.Empty(await NumbersAsync(agent, session, new TurnQuery { ThroughTurn = 0 }));
        Assert.Empty(await NumbersAsync(agent, session, new TurnQuery { ThroughTurn = 99 }));
        Assert.Empty(await NumbersAsync(agent, session, new TurnQuery { AfterTurn = 5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TurnQuery { MaxCount = 0 });
    }

    [Fact]
    public async Task A_rewound_session_goes_on_from_the_earlier_turn_with_its_state()
    {
        var (agent, session) = await TalkAsync(4);

        await agent.RewindSessionAsync(session, 2);

        Assert.Equal((2L, "turn 2"), (session.CurrentTurn, session.State.Get<Mark>().Text));
        Assert.Equal(["q1", "a1", "q2", "a2"], await TextsAsync(agent, session));
        await AskAsync(agent, session, "other");
        Assert.Equal(["user: q1", "assistant: a1", "user: q2", "assistant: a2", "user: other"], _client.Last.Texts);
        Assert.Equal([1, 2, 5], await NumbersAsync(agent, session, new TurnQuery()));

        var reloaded = await ReloadAsync(agent, session);
        Assert.Equal(["q1", "a1", "q2", "a2", "other", "a5"], await TextsAsync(agent, reloaded));
        Assert.Equal("turn 5", reloaded.State.Get<Mark>().Text);
    }

    [Fact]
    public async Task Rewinding_to_the_beginning_leaves_what_was_set_before_the_first_turn()
    {
        var (agent, session) = await TalkAsync(2);

        await agent.RewindSessionAsync(session, 0);

        Assert.Equal("before", session.State.Get<Mark>().Text);
        Assert.Empty(await TextsAsync(agent, session));
        var reloaded = await ReloadAsync(agent, session);
        Assert.Equal("before", reloaded.State.Get<Mark>().Text);
        await AskAsync(agent, reloaded, "anew");
        Assert.Equal(["user: anew"], _client.Last.Texts);
    }

    [Fact]
    public async Task State_that_is_not_saved_yet_survives_a_rewind()
    {
        var (agent, session) = await TalkAsync(3);
        session.State.Set(new Tally { Count = 7 });
        _ = session.State.Get<Mark>();

        await agent.RewindSessionAsync(session, 1);

        Assert.Equal(7, session.State.Get<Tally>().Count);
        Assert.Equal("turn 1", session.State.Get<Mark>().Text);
        if (Store is not null)
        {
            await agent.SaveSessionAsync(session);
        }

        Assert.Equal(7, (await ReloadAsync(agent, session)).State.Get<Tally>().Count);
    }

    [Fact]
    public async Task A_turn_that_is_not_of_the_present_is_refused()
    {
        var (agent, session) = await TalkAsync(3);
        await agent.RewindSessionAsync(session, 1);
        var revision = session.Revision;
        var asked = _client.Requests.Count;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await agent.RewindSessionAsync(session, 3));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await agent.RewindSessionAsync(session, -1));
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => agent.RunAsync("x", session, new AgentRunOptions { ReplacesTurn = 2 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await agent.ForkSessionAsync(session, 99));

        Assert.Contains("has no turn 2 in its present", error.Message, StringComparison.Ordinal);
        Assert.Equal((revision, asked), (session.Revision, _client.Requests.Count));
    }

    [Fact]
    public async Task What_a_rewind_leaves_behind_is_not_of_the_present_unless_it_is_asked_for()
    {
        var (agent, session) = await TalkAsync(5);
        await agent.RewindSessionAsync(session, 2);
        await AskAsync(agent, session, "new");

        Assert.Equal([1, 2, 6], await NumbersAsync(agent, session, new TurnQuery()));
        Assert.Empty(await NumbersAsync(agent, session, new TurnQuery { ThroughTurn = 5 }));
        Assert.Empty(await NumbersAsync(agent, session, new TurnQuery { ThroughTurn = 5, NewestFirst = true }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await agent.ForkSessionAsync(session, throughTurn: 5));
        Assert.Equal([1, 2, 3, 4, 5, 6], await NumbersAsync(agent, session, new TurnQuery { AllBranches = true }));
        Assert.Equal([5, 4], await NumbersAsync(agent, session, new TurnQuery { AllBranches = true, NewestFirst = true, ThroughTurn = 5, MaxCount = 2 }));

        await agent.SwitchBranchAsync(session, 4);

        Assert.Equal((4L, "turn 4"), (session.CurrentTurn, session.State.Get<Mark>().Text));
        Assert.Equal([1, 2, 3, 4], await NumbersAsync(agent, session, new TurnQuery()));
        await AskAsync(agent, session, "on");
        Assert.Equal(["user: q3", "assistant: a3", "user: q4", "assistant: a4", "user: on"], _client.Last.Texts.TakeLast(5));
        Assert.Equal([1, 2, 3, 4, 7], await NumbersAsync(agent, session, new TurnQuery()));
        await agent.SwitchBranchAsync(session, 6);
        Assert.Equal(["q1", "a1", "q2", "a2", "new", "a6"], await TextsAsync(agent, session));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await agent.SwitchBranchAsync(session, 8));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await agent.SwitchBranchAsync(session, -1));
        Assert.Equal("turn 6", (await ReloadAsync(agent, session)).State.Get<Mark>().Text);
    }

    [Fact]
    public async Task A_fork_has_the_history_and_state_of_its_turn_and_goes_its_own_way()
    {
        var (agent, session) = await TalkAsync(3);

        var fork = await agent.ForkSessionAsync(session, 2, "fork");

        Assert.Equal(("fork", session.Tenant, "turn 2", 2L), (fork.Id, fork.Tenant, fork.State.Get<Mark>().Text, fork.CurrentTurn));
        await AskAsync(agent, fork, "other");
        Assert.Equal(["user: q1", "assistant: a1", "user: q2", "assistant: a2", "user: other"], _client.Last.Texts);
        await AskAsync(agent, session, "q4");
        Assert.Equal("user: q3", _client.Last.Texts[4]);

        await agent.RewindSessionAsync(fork, 1);
        Assert.Equal("turn 1", fork.State.Get<Mark>().Text);
        await agent.RewindSessionAsync(fork, 0);
        Assert.Equal("before", fork.State.Get<Mark>().Text);
        Assert.Equal("turn 5", session.State.Get<Mark>().Text);
        Assert.Equal(["q1", "a1", "q2", "a2", "q3", "a3", "q4", "a5"], await TextsAsync(agent, session));
        Assert.Empty(await TextsAsync(agent, await ReloadAsync(agent, fork)));
    }

    [Fact]
    public async Task A_fork_of_a_fork_outlives_what_it_came_from()
    {
        var (agent, session) = await TalkAsync(2);
        var fork = await agent.ForkSessionAsync(await agent.ForkSessionAsync(session, sessionId: "one"), sessionId: "two");
        if (Store is not null)
        {
            await agent.DeleteSessionAsync(new SessionKey("one"));
            await agent.DeleteSessionAsync(session.Key);
        }

        var reloaded = await ReloadAsync(agent, fork);

        Assert.Equal(["q1", "a1", "q2", "a2"], await TextsAsync(agent, reloaded));
        Assert.Equal("turn 2", reloaded.State.Get<Mark>().Text);
        Assert.Equal("before", (await agent.ForkSessionAsync(reloaded, 0)).State.Get<Mark>().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edited_turn_takes_the_place_of_the_old_one_and_of_what_followed(bool streamed)
    {
        var (agent, session) = await TalkAsync(4);
        string? seen = null;
        _client.Answer((_, _) =>
        {
            seen = session.State.Get<Mark>().Text;
            session.State.Set(new Mark { Text = "edited" });
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "better")));
        });

        await agent.RunAsync(streamed, "edit", session, new AgentRunOptions { ReplacesTurn = 2 });

        Assert.Equal(("turn 1", "edited"), (seen, session.State.Get<Mark>().Text));
        Assert.Equal(["user: q1", "assistant: a1", "user: edit"], _client.Last.Texts);
        Assert.Equal(["q1", "a1", "edit", "better"], await TextsAsync(agent, session));
        var reloaded = await ReloadAsync(agent, session);
        Assert.Equal(["q1", "a1", "edit", "better"], await TextsAsync(agent, reloaded));
        Assert.Equal("edited", reloaded.State.Get<Mark>().Text);
        await AskAsync(agent, reloaded, "next");
        Assert.Equal(["user: q1", "assistant: a1", "user: edit", "assistant: better", "user: next"], _client.Last.Texts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edit_that_sets_what_the_old_turn_had_set_keeps_it(bool streamed)
    {
        var (agent, session) = await TalkAsync(2);
        _client.Answer((_, _) =>
        {
            session.State.Set(new Mark { Text = "turn 2" });
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "better")));
        });

        await agent.RunAsync(streamed, "edit", session, new AgentRunOptions { ReplacesTurn = 2 });

        Assert.Equal("turn 2", session.State.Get<Mark>().Text);
        Assert.Equal("turn 2", (await ReloadAsync(agent, session)).State.Get<Mark>().Text);
        Assert.Equal("turn 2", (await agent.ForkSessionAsync(session)).State.Get<Mark>().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_keyed_edit_that_is_run_again_gives_its_answer_again(bool streamed)
    {
        var (agent, session) = await TalkAsync(3);
        var options = new AgentRunOptions { ReplacesTurn = 2, TurnKey = "k" };
        _client.Answer("better");
        await agent.RunAsync(streamed, "edit", session, options);
        var asked = _client.Requests.Count;

        var again = await agent.RunAsync(streamed, "edit", await ReloadAsync(agent, session), options);

        Assert.Equal(("better", asked), (again.Text, _client.Requests.Count));
        Assert.Equal(["q1", "a1", "edit", "better"], await TextsAsync(agent, session));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edit_that_fails_leaves_the_session_as_it_is(bool streamed)
    {
        var (agent, session) = await TalkAsync(3);
        var revision = session.Revision;
        _client.Fail(new IOException("no network"));

        await Assert.ThrowsAsync<IOException>(() => agent.RunAsync(streamed, "edit", session, new AgentRunOptions { ReplacesTurn = 1 }));

        Assert.Equal((revision, 3L, "turn 3"), (session.Revision, session.CurrentTurn, session.State.Get<Mark>().Text));
        Assert.Equal(["q1", "a1", "q2", "a2", "q3", "a3"], await TextsAsync(agent, session));
        await AskAsync(agent, session, "next");
        Assert.Equal(7, _client.Last.Messages.Count);
    }

    [Fact]
    public async Task An_edit_that_is_kept_in_part_has_the_state_from_before_it()
    {
        var (agent, session) = await TalkAsync(3);
        _client.Fail(new IOException("no network"));

        await Assert.ThrowsAsync<IOException>(() =>
            agent.RunAsync("edit", session, new AgentRunOptions { ReplacesTurn = 2, InterruptedTurns = InterruptedTurns.KeepInput }));

        Assert.Equal("turn 1", session.State.Get<Mark>().Text);
        Assert.Equal(["q1", "a1", "edit"], await TextsAsync(agent, session));
        Assert.Equal("turn 1", (await ReloadAsync(agent, session)).State.Get<Mark>().Text);
    }

    [Fact]
    public async Task State_set_outside_is_seen_by_an_edit_and_kept()
    {
        var (agent, session) = await TalkAsync(2);
        session.State.Set(new Mark { Text = "mine" });
        string? seen = null;
        _client.Answer((_, _) =>
        {
            seen = session.State.Get<Mark>().Text;
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "better")));
        });

        await agent.RunAsync("edit", session, new AgentRunOptions { ReplacesTurn = 2 });

        Assert.Equal("mine", seen);
        Assert.Equal("mine", (await ReloadAsync(agent, session)).State.Get<Mark>().Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Regenerating_asks_again_what_was_asked_last(bool streamed)
    {
        var (agent, session) = await TalkAsync(3);
        _client.Answer((_, _) =>
        {
            session.State.Set(new Mark { Text = session.State.Get<Mark>().Text + ", again" });
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "a3, better")));
        });

        var response = streamed
            ? await agent.RegenerateStreamingAsync(session).ToAgentResponseAsync()
            : await agent.RegenerateAsync(session);

        Assert.Equal("a3, better", response.Text);
        Assert.Equal(["user: q1", "assistant: a1", "user: q2", "assistant: a2", "user: q3"], _client.Last.Texts);
        Assert.Equal(["q1", "a1", "q2", "a2", "q3", "a3, better"], await TextsAsync(agent, session));
        var reloaded = await ReloadAsync(agent, session);
        Assert.Equal("turn 2, again", reloaded.State.Get<Mark>().Text);
        Assert.Equal([1, 2, 4], await NumbersAsync(agent, reloaded, new TurnQuery()));
    }

    [Fact]
    public async Task There_must_be_a_turn_to_regenerate_and_one_that_is_kept()
    {
        var agent = Agent(Store);
        var session = await agent.CreateSessionAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RegenerateAsync(session));

        Assert.Contains("has no turn in its present", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("x", options: new AgentRunOptions { ReplacesTurn = 1 }));
        Assert.Empty(_client.Requests);
    }

    [Fact]
    public async Task What_the_service_or_a_provider_keeps_cannot_be_gone_back_in()
    {
        var service = await Agent(Store).GetSessionAsync(serviceSessionId: "thread");
        await Agent(Store).RunAsync("hello", service);
        var elsewhere = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = Store, ContextProviders = [new DictionaryHistoryProvider("elsewhere")] });
        var session = await elsewhere.CreateSessionAsync();
        await elsewhere.RunAsync("hello", session);
        await elsewhere.RunAsync("again", session);
        var asked = _client.Requests.Count;

        await AssertRefusedAsync(Agent(Store), service, "The model's service keeps the history");
        await AssertRefusedAsync(elsewhere, session, "Provider 'elsewhere' keeps the history");
        foreach (var (agent, kept) in new[] { (Agent(Store), service), (elsewhere, session) })
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RegenerateAsync(kept));
            Assert.Contains("a history provider or the model's service keeps it", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(asked, _client.Requests.Count);
    }

    [Fact]
    public async Task A_session_that_was_handed_over_goes_on_with_the_other_agent_alone()
    {
        var (agent, session) = await TalkAsync(1);
        var other = Agent(Store, "B");
        session.State.Set(new Mark { Text = "pending" });

        await agent.HandOffAsync(session, other);

        Assert.Equal("B", session.AgentId);
        var error = await Assert.ThrowsAsync<SessionMismatchException>(() => agent.RunAsync("x", session));
        Assert.Contains("hand this one over on purpose with HandOffAsync", error.Message, StringComparison.Ordinal);
        await AskAsync(other, session, "q2");
        Assert.Equal(["user: q1", "assistant: a1", "user: q2"], _client.Last.Texts);
        Assert.Equal("B", (await ReloadAsync(other, session)).AgentId);
    }

    [Fact]
    public async Task Inside_a_turn_of_the_session_nothing_is_moved()
    {
        var (agent, session) = await TalkAsync(2);
        _client.Answer(async (_, _) =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.RewindSessionAsync(session, 1));
            await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RegenerateAsync(session));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.HandOffAsync(session, Agent(Store, "B")));
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "a3"));
        });

        await agent.RunAsync("q3", session);

        Assert.Equal((3L, "A"), (session.CurrentTurn, session.AgentId));
    }

    [Fact]
    public async Task A_keyed_turn_that_was_kept_in_part_is_kept_once_when_it_runs_again()
    {
        var (agent, session) = await TalkAsync(1);
        var options = new AgentRunOptions { TurnKey = "k", InterruptedTurns = InterruptedTurns.KeepInput };
        _client.Fail(new IOException("no network"));
        await Assert.ThrowsAsync<IOException>(() => agent.RunAsync("q2", session, options));
        _client.Answer("a2");

        await agent.RunAsync("q2", session, options);

        Assert.Equal(["user: q1", "assistant: a1", "user: q2"], _client.Last.Texts);
        Assert.Equal(["q1", "a1", "q2", "a2"], await TextsAsync(agent, session));
    }

    protected ChatClientAgent Agent(SessionStore? store, string name = "A", HistoryView? view = null) =>
        _client.AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = store, View = view });

    /// <summary>Brings the session to where the test goes on with it.</summary>
    protected virtual Task<(ChatClientAgent Agent, AgentSession Session)> GoOnAsync(ChatClientAgent agent, AgentSession session) => Task.FromResult((agent, session));

    /// <summary>The session as it is found where it is kept.</summary>
    protected virtual async Task<AgentSession> ReloadAsync(AIAgent agent, AgentSession session) => Store is null
        ? await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session))
        : await agent.GetSessionAsync(session.Key);

    /// <summary>A session of some turns, "q1" and "a1" and so on, each of which sets the mark to "turn 1" and so on; before the first it is "before".</summary>
    protected async Task<(ChatClientAgent Agent, AgentSession Session)> TalkAsync(int turns)
    {
        var agent = Agent(TalkStore);
        var session = await CreateAsync(agent, new Mark { Text = "before" });
        for (var i = 1; i <= turns; i++)
        {
            await AskAsync(agent, session, $"q{i}");
        }

        return await GoOnAsync(agent, session);
    }

    /// <summary>A session with a state that was committed before the first turn: with a store and without one, by handing it over.</summary>
    private async Task<AgentSession> CreateAsync(ChatClientAgent agent, Mark mark)
    {
        var maker = Agent(TalkStore, "maker");
        var session = await maker.CreateSessionAsync("s");
        session.State.Set(mark);
        await maker.HandOffAsync(session, agent);
        return session;
    }

    protected async Task AskAsync(AIAgent agent, AgentSession session, string text)
    {
        var number = _client.Requests.Count + 1;
        _client.Answer((_, _) =>
        {
            session.State.Set(new Mark { Text = $"turn {number}" });
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, $"a{number}")));
        });
        await agent.RunAsync(text, session);
    }

    protected static async Task<List<string>> TextsAsync(AIAgent agent, AgentSession session)
    {
        var texts = new List<string>();
        await foreach (var message in agent.ReadMessagesAsync(session))
        {
            texts.Add(message.Text);
        }

        return texts;
    }

    protected static async Task<List<long>> NumbersAsync(AIAgent agent, AgentSession session, TurnQuery query)
    {
        var numbers = new List<long>();
        await foreach (var turn in agent.ReadTurnsAsync(session, query))
        {
            numbers.Add(turn.Record.Number);
        }

        return numbers;
    }

    private static async Task AssertRefusedAsync(AIAgent agent, AgentSession session, string reason)
    {
        foreach (var operation in new Func<Task>[]
        {
            async () => await agent.RewindSessionAsync(session, 0),
            async () => await agent.ForkSessionAsync(session),
            () => agent.RunAsync("x", session, new AgentRunOptions { ReplacesTurn = 1 }),
        })
        {
            Assert.StartsWith(reason, (await Assert.ThrowsAsync<InvalidOperationException>(operation)).Message, StringComparison.Ordinal);
        }
    }
}
