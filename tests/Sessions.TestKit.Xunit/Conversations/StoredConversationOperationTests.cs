using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Operations on conversations that a store keeps, where other objects and other processes have a hand in them.</summary>
public abstract class StoredConversationOperationTests : ConversationOperationTests
{
    /// <summary>The same sessions as another process has them.</summary>
    protected abstract SessionStore OpenElsewhere();

    [Fact]
    public async Task A_session_that_goes_back_behind_what_was_read_for_a_view_is_read_again()
    {
        var (_, session) = await TalkAsync(5);
        var agent = Agent(Store, view: new HistoryView { MaxTurns = 2 });
        session = await agent.GetSessionAsync(session.Key);
        await AskAsync(agent, session, "six");

        await agent.RewindSessionAsync(session, 4);
        await AskAsync(agent, session, "other");

        Assert.Equal(["user: q3", "assistant: a3", "user: q4", "assistant: a4", "user: other"], Client.Last.Texts);
    }

    [Fact]
    public async Task A_session_that_was_restored_before_anything_happened_is_still_new()
    {
        var agent = Agent(Store);
        var session = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(await agent.GetSessionAsync("s")));

        await agent.SaveSessionAsync(session);

        Assert.Equal(0, session.Revision);
        await AskAsync(agent, await agent.GetSessionAsync("s"), "q1");
        await agent.HandOffAsync(session, Agent(Store, "B"));
        Assert.Equal((1L, "B"), (session.CurrentTurn, session.AgentId));
    }

    [Fact]
    public async Task A_fork_under_an_id_that_is_taken_is_refused()
    {
        var (agent, session) = await TalkAsync(1);
        await agent.CreateSessionAsync("taken");

        await Assert.ThrowsAsync<SessionExistsException>(async () => await agent.ForkSessionAsync(session, sessionId: "taken"));

        Assert.Empty(await TextsAsync(agent, await agent.GetSessionAsync("taken")));
    }

    [Fact]
    public async Task A_fork_stays_in_its_tenant()
    {
        var agent = Agent(Store);
        var session = await agent.CreateSessionAsync(new SessionKey("alice", "s"));
        await AskAsync(agent, session, "q1");

        var fork = await agent.ForkSessionAsync(session, sessionId: "bob/s");

        Assert.Equal(new SessionKey("alice", "bob/s"), fork.Key);
    }

    [Fact]
    public async Task An_object_of_the_former_owner_learns_of_it()
    {
        var (agent, session) = await TalkAsync(1);
        var stale = await agent.GetSessionAsync(session.Key);
        await agent.HandOffAsync(session, Agent(Store, "B"));
        var asked = Client.Requests.Count;

        await Assert.ThrowsAsync<SessionMismatchException>(() => agent.RunAsync("x", stale));

        Assert.Equal(asked, Client.Requests.Count);
    }

    [Fact]
    public async Task A_session_is_not_handed_to_an_agent_that_keeps_its_sessions_elsewhere()
    {
        var (agent, session) = await TalkAsync(1);

        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await agent.HandOffAsync(session, Agent(new InMemorySessionStore(), "B")));

        Assert.Contains("an agent with another store", error.Message, StringComparison.Ordinal);
        Assert.Equal("A", session.AgentId);
        await AskAsync(agent, session, "q2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rewind_waits_for_the_turn_that_runs(bool anotherObject)
    {
        var (agent, session) = await TalkAsync(3);
        var held = new HeldAnswer(Client);
        var running = agent.RunAsync("q4", session);
        await held.Asked;

        var rewinding = agent.RewindSessionAsync(anotherObject ? await agent.GetSessionAsync("s") : session, 1).AsTask();

        Assert.False(rewinding.IsCompleted);
        held.Release();
        await Task.WhenAll(running, rewinding);
        Assert.Equal("held", (await running).Text);
        await AskAsync(agent, session, "other");
        Assert.Equal(["user: q1", "assistant: a1", "user: other"], Client.Last.Texts);
        Assert.Equal([1, 5], await NumbersAsync(agent, await ReloadAsync(agent, session), new TurnQuery()));
    }

    [Fact]
    public async Task A_fork_does_not_wait_for_the_turn_that_runs_and_has_nothing_of_it()
    {
        var (agent, session) = await TalkAsync(2);
        var held = new HeldAnswer(Client);
        var running = agent.RunAsync("q3", session);
        await held.Asked;

        var fork = await agent.ForkSessionAsync(session, sessionId: "fork");
        await AskAsync(agent, fork, "other");

        Assert.Equal(["user: q1", "assistant: a1", "user: q2", "assistant: a2", "user: other"], Client.Last.Texts);
        held.Release();
        await running;
        Assert.Equal(["q1", "a1", "q2", "a2", "q3", "held"], await TextsAsync(agent, await ReloadAsync(agent, session)));
        Assert.Equal(["q1", "a1", "q2", "a2", "other", "a4"], await TextsAsync(agent, await ReloadAsync(agent, fork)));
    }

    [Fact]
    public async Task An_object_that_is_behind_goes_on_from_where_another_one_went_back_to()
    {
        var (agent, session) = await TalkAsync(3);
        var stale = await agent.GetSessionAsync("s");
        _ = await TextsAsync(agent, stale);
        _ = stale.State.Get<Mark>();
        await agent.RewindSessionAsync(session, 1);
        var asked = Client.Requests.Count;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => agent.RunAsync("edit", stale, new AgentRunOptions { ReplacesTurn = 3 }));

        Assert.Equal(asked, Client.Requests.Count);
        Assert.Equal((1L, "turn 1"), (stale.CurrentTurn, stale.State.Get<Mark>().Text));
        await agent.RunAsync("other", stale);
        Assert.Equal(["user: q1", "assistant: a1", "user: other"], Client.Last.Texts);
    }

    [Fact]
    public async Task A_turn_that_another_process_went_back_under_is_reported_with_its_answer()
    {
        var (agent, session) = await TalkAsync(3);
        var elsewhere = Agent(OpenElsewhere());
        var held = new HeldAnswer(Client);
        var running = agent.RunAsync("q4", session);
        await held.Asked;
        await elsewhere.RewindSessionAsync(await elsewhere.GetSessionAsync("s"), 1);
        held.Release();

        var error = await Assert.ThrowsAsync<SessionConflictException>(() => running);

        Assert.Equal("held", error.Response?.Text);
        Assert.Equal((3L, "turn 3"), (session.CurrentTurn, session.State.Get<Mark>().Text));
        Assert.Equal([1], await NumbersAsync(agent, await agent.GetSessionAsync("s"), new TurnQuery()));
        await AskAsync(agent, session, "other");
        Assert.Equal(["user: q1", "assistant: a1", "user: other"], Client.Last.Texts);
    }

    [Fact]
    public async Task A_turn_may_be_run_again_on_what_another_process_went_back_to()
    {
        var (agent, session) = await TalkAsync(3);
        var elsewhere = Agent(OpenElsewhere());
        var held = new HeldAnswer(Client);
        var running = agent.RunAsync("q4", session, new AgentRunOptions { OnConflict = ConflictHandling.Retry });
        await held.Asked;
        await elsewhere.RewindSessionAsync(await elsewhere.GetSessionAsync("s"), 1);
        held.Release();

        await running;

        Assert.Equal(["user: q1", "assistant: a1", "user: q4"], Client.Last.Texts);
        Assert.Equal([1, 4], await NumbersAsync(agent, await ReloadAsync(agent, session), new TurnQuery()));
    }

    [Theory]
    [InlineData("rewind")]
    [InlineData("edit")]
    [InlineData("hand over")]
    public async Task An_operation_that_another_process_was_faster_than_changes_nothing(string operation)
    {
        var (_, session) = await TalkAsync(3);
        var store = new RacedStore(OpenElsewhere());
        var agent = Agent(store);
        session = await agent.GetSessionAsync(session.Key);
        var before = await SessionPicture.TakeAsync(agent, session);
        store.BeforeCommit = async () => await AskAsync(Agent(Store), await Agent(Store).GetSessionAsync("s"), "faster");

        await Assert.ThrowsAsync<SessionConflictException>(() => OperateAsync(agent, session, operation, store));

        Assert.Equal((before.Revision, 3L, "A", "turn 3"), (session.Revision, session.CurrentTurn, session.AgentId, session.State.Get<Mark>().Text));
        var kept = await TextsAsync(agent, await agent.GetSessionAsync("s"));
        Assert.Equal(["q1", "a1", "q2", "a2", "q3", "a3", "faster"], kept[..7]);

        // The next try begins with what the other process has added.
        await OperateAsync(agent, session, operation, store);
        Assert.Equal(before.Revision + 2, session.Revision);
    }

    [Fact]
    public async Task A_fork_of_what_another_process_has_added_to_is_that_of_the_object()
    {
        var (agent, session) = await TalkAsync(2);
        var elsewhere = Agent(OpenElsewhere());
        await AskAsync(elsewhere, await elsewhere.GetSessionAsync("s"), "q3");

        var fork = await agent.ForkSessionAsync(session, sessionId: "fork");
        var later = await agent.ForkSessionAsync(session, 3, "later");

        Assert.Equal(["q1", "a1", "q2", "a2"], await TextsAsync(agent, fork));
        Assert.Equal(["q1", "a1", "q2", "a2", "q3", "a3"], await TextsAsync(agent, later));
        Assert.Equal(("turn 2", "turn 3"), (fork.State.Get<Mark>().Text, later.State.Get<Mark>().Text));
    }

    private async Task OperateAsync(AIAgent agent, AgentSession session, string operation, SessionStore store)
    {
        switch (operation)
        {
            case "rewind":
                await agent.RewindSessionAsync(session, 1);
                break;
            case "edit":
                await agent.RunAsync("edit", session, new AgentRunOptions { ReplacesTurn = 2 });
                break;
            default:
                await agent.HandOffAsync(session, Agent(store, "B"));
                break;
        }
    }

    /// <summary>A store on which somebody else is faster, once.</summary>
    private sealed class RacedStore(SessionStore inner) : DelegatingSessionStore(inner)
    {
        public Func<Task>? BeforeCommit { get; set; }

        public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
        {
            await RaceAsync();
            return await base.CommitAsync(commit, cancellationToken);
        }

        public override async ValueTask<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt, CancellationToken cancellationToken = default)
        {
            await RaceAsync();
            return await base.MoveAsync(key, expectedRevision, turn, updatedAt, cancellationToken);
        }

        private async Task RaceAsync()
        {
            if (BeforeCommit is { } before)
            {
                BeforeCommit = null;
                await before();
            }
        }
    }

    /// <summary>The next answer of the model, which it holds back.</summary>
    private sealed class HeldAnswer
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldAnswer(QueuedAnswerClient client) => client.Answer(async (_, _) =>
        {
            _asked.SetResult();
            await _released.Task;
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "held"));
        });

        /// <summary>Completes when the model is asked.</summary>
        public Task Asked => _asked.Task;

        public void Release() => _released.SetResult();
    }
}
