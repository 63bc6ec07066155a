using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Storage;

public class StoredSessionTests
{
    private readonly QueuedAnswerClient _client = new();
    private readonly InMemorySessionStore _inner = new();
    private readonly InterceptedStore _store;

    public StoredSessionTests() => _store = new InterceptedStore(_inner);

    private ChatClientAgent Agent(string name = "A") => _client.AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = _store });

    [Fact]
    public async Task Another_agent_object_of_the_same_name_goes_on_with_a_session()
    {
        var first = await Agent().GetSessionAsync("s");
        first.State.Set(new Notes { Text = "kept" });
        await Agent().RunAsync("one", first);

        var second = await Agent().GetSessionAsync("s");
        await Agent().RunAsync("two", second);

        Assert.Equal("kept", second.State.Get<Notes>().Text);
        Assert.Equal(first.CreatedAt, second.CreatedAt);
        Assert.Equal(2, second.Revision);
        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], _client.Last.Texts);
    }

    [Fact]
    public async Task A_turn_is_one_commit_of_turn_messages_state_and_head()
    {
        var session = await Agent().GetSessionAsync("s");
        session.State.Set(new Notes { Text = "kept" });

        await Agent().RunAsync("one", session);

        var commit = Assert.Single(_store.Commits);
        Assert.Null(commit.ExpectedRevision);
        Assert.Equal((1, 1, 1), (commit.Head.Revision, commit.Head.CurrentTurn, commit.Head.LastTurn));
        Assert.Equal(HistoryOwner.Local, commit.Head.HistoryOwner);
        var turn = Assert.Single(commit.Turns);
        Assert.Equal((1, 0, 1, 2), (turn.Number, turn.ParentTurn, turn.Depth, turn.MessageCount));
        Assert.Equal("Notes", Assert.Single(turn.State).Key);
        Assert.Empty(commit.State);
    }

    [Fact]
    public async Task Only_the_new_turn_is_written()
    {
        var session = await Agent().GetSessionAsync("s");
        await Agent().RunAsync("one", session);
        await Agent().RunAsync("two", session);
        await Agent().RunAsync("three", await Agent().GetSessionAsync("s"));

        Assert.Equal([1, 2, 3], _store.Commits.Select(commit => Assert.Single(commit.Turns).Number));
        Assert.All(_store.Commits, commit => Assert.Equal(2, commit.Turns[0].MessageCount));
    }

    [Fact]
    public async Task Create_with_an_id_takes_it_and_fails_where_the_store_has_it()
    {
        var created = await Agent().CreateSessionAsync(sessionId: "s");

        var error = await Assert.ThrowsAsync<SessionExistsException>(async () => await Agent().CreateSessionAsync(sessionId: "s"));

        Assert.Equal("Session 's' exists already. Load it with GetSessionAsync, or create one under another id.", error.Message);
        Assert.Equal(1, created.Revision);
        await Agent().RunAsync("one", created);
        Assert.Equal(2, (await Agent().GetSessionAsync("s")).Revision);
    }

    [Fact]
    public async Task An_object_that_is_behind_takes_over_what_is_new_before_its_turn()
    {
        await Agent().CreateSessionAsync("s");
        var first = await Agent().GetSessionAsync("s");
        var second = await Agent().GetSessionAsync("s");
        await Agent().RunAsync("one", first);
        second.State.Set(new Notes { Text = "mine" });

        await Agent().RunAsync("two", second);

        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], _client.Last.Texts);
        Assert.Equal(3, second.Revision);
        Assert.Equal("mine", (await Agent().GetSessionAsync("s")).State.Get<Notes>().Text);
    }

    [Fact]
    public async Task An_update_is_made_again_of_what_others_have_stored_and_what_was_set_stays()
    {
        var (first, second) = (await Agent().CreateSessionAsync("s"), await Agent().GetSessionAsync("s"));
        first.State.Update<Notes>(notes => notes with { Count = notes.Count + 1, Text = "first" });
        second.State.Update<Notes>(notes => notes with { Count = notes.Count + 10 });
        second.State.Set(new Basket { Items = ["second"] });
        first.State.Set(new Basket { Items = ["first"] });
        await Agent().SaveSessionAsync(first);

        await Agent().SaveSessionAsync(second);

        var stored = (await Agent().GetSessionAsync("s")).State;
        Assert.Equal(new Notes { Count = 11, Text = "first" }, stored.Get<Notes>());
        Assert.Equal(["second"], stored.Get<Basket>().Items);
    }

    [Fact]
    public async Task An_update_that_is_committed_is_not_made_again()
    {
        var session = await Agent().CreateSessionAsync("s");
        session.State.Update<Notes>(notes => notes with { Count = notes.Count + 1 });
        _store.OnCommit = _ => session.State.Update<Notes>(notes => notes with { Count = notes.Count + 10 });
        await Agent().SaveSessionAsync(session);
        _store.OnCommit = null;
        var other = await Agent().GetSessionAsync("s");
        other.State.Update<Notes>(notes => notes with { Count = notes.Count + 100 });
        await Agent().SaveSessionAsync(other);

        await Agent().SaveSessionAsync(session);
        await Agent().SaveSessionAsync(other);

        Assert.Equal(111, (await Agent().GetSessionAsync("s")).State.Get<Notes>().Count);
    }

    [Fact]
    public async Task An_update_that_is_not_saved_stays_as_it_is_when_the_session_goes_back()
    {
        var session = await Agent().GetSessionAsync("s");
        await Agent().RunAsync("one", session);
        session.State.Set(new Notes { Count = 5 });
        await Agent().RunAsync("two", session);
        session.State.Update<Notes>(notes => notes with { Count = notes.Count + 1 });

        await Agent().RewindSessionAsync(session, 1);

        Assert.Equal(6, session.State.Get<Notes>().Count);
    }

    [Fact]
    public async Task Where_another_process_commits_during_a_turn_the_turn_gets_a_conflict_with_its_answer()
    {
        var session = await Agent().GetSessionAsync("s");
        await Agent().RunAsync("one", session);
        session.State.Set(new Notes { Text = "mine" });
        CommitElsewhereOnce("theirs");

        var error = await Assert.ThrowsAsync<SessionConflictException>(() => Agent().RunAsync("two", session));

        Assert.Equal("answer 2", error.Response!.Text);
        Assert.Equal((1, 2), ((int)error.ExpectedRevision, (int)error.ActualRevision!));
        Assert.Equal("mine", session.State.Get<Notes>().Text);
        await Agent().RunAsync("three", session);
        Assert.Equal(["user: one", "assistant: answer 1", "user: theirs", "assistant: answer 3", "user: three"], _client.Last.Texts);
        Assert.Equal("mine", (await Agent().GetSessionAsync("s")).State.Get<Notes>().Text);
    }

    [Fact]
    public async Task A_conflict_is_retried_on_the_session_as_it_is_now_where_the_run_says_so()
    {
        var session = await Agent().GetSessionAsync("s");
        CommitElsewhereOnce("theirs");

        var response = await Agent().RunAsync("two", session, new AgentRunOptions { OnConflict = ConflictHandling.Retry });

        Assert.Equal("answer 3", response.Text);
        Assert.Equal(["user: theirs", "assistant: answer 2", "user: two"], _client.Last.Texts);
        Assert.Equal(2, session.Revision);
    }

    /// <summary>Lets another process run a turn just before the next commit.</summary>
    private void CommitElsewhereOnce(string message) => _store.OnCommit = _ =>
    {
        _store.OnCommit = null;
        var elsewhere = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = new AnotherProcess(_inner) });
        var turn = Task.Run(async () => await elsewhere.RunAsync(message, await elsewhere.GetSessionAsync("s")));
        turn.GetAwaiter().GetResult();
    };

    [Fact]
    public async Task A_store_that_fails_is_named_and_the_answer_is_not_lost()
    {
        var session = await Agent().GetSessionAsync("s");
        session.State.Set(new Notes { Text = "kept" });
        _store.OnCommit = _ => throw new IOException("disk full");

        var error = await Assert.ThrowsAsync<SessionStoreException>(() => Agent().RunAsync("one", session));

        Assert.Equal("The store InterceptedStore could not commit session 's': disk full", error.Message);
        Assert.IsType<IOException>(error.InnerException);
        Assert.Equal("answer 1", error.Response!.Text);
        Assert.Equal(0, session.Revision);

        _store.OnCommit = null;
        await Agent().RunAsync("two", session);
        Assert.Equal(["user: two"], _client.Last.Texts);
        Assert.Equal("kept", (await Agent().GetSessionAsync("s")).State.Get<Notes>().Text);
    }

    [Fact]
    public async Task A_store_that_cannot_load_is_named()
    {
        _store.FailOpen = new IOException("no such disk");

        var error = await Assert.ThrowsAsync<SessionStoreException>(async () => await Agent().GetSessionAsync("s"));

        Assert.Equal("The store InterceptedStore could not load session 's': no such disk", error.Message);
    }

    [Fact]
    public async Task Another_agents_session_is_refused_before_the_model_is_called()
    {
        var session = await Agent().CreateSessionAsync("s");

        await Assert.ThrowsAsync<SessionMismatchException>(() => Agent("B").RunAsync("hi", session));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await Agent("B").GetSessionAsync("s"));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await Agent("B").SaveSessionAsync(session));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await Agent("B").DeleteSessionAsync(new SessionKey("s")));
        Assert.Empty(_client.Requests);
    }

    [Fact]
    public async Task Tenants_do_not_meet()
    {
        var mine = await Agent().GetSessionAsync(new SessionKey("alice", "s"));
        await Agent().RunAsync("secret", mine);

        foreach (var other in new[] { new SessionKey("s"), new SessionKey("bob", "s"), new SessionKey("alice/s"), new SessionKey("", "alice::s") })
        {
            await Agent().RunAsync("hello", await Agent().GetSessionAsync(other));
            Assert.Equal(["user: hello"], _client.Last.Texts);
        }
    }

    [Fact]
    public async Task Delete_and_list()
    {
        foreach (var id in new[] { "c", "a", "b" })
        {
            await Agent().RunAsync("hi", await Agent().GetSessionAsync(id));
        }

        await Agent("B").CreateSessionAsync("d");

        Assert.True(await Agent().DeleteSessionAsync(new SessionKey("b")));
        Assert.False(await Agent().DeleteSessionAsync(new SessionKey("b")));
        var listed = await Agent().ListSessionsAsync(new SessionQuery()).ToListAsync();
        Assert.Equal(["a", "c"], listed.Select(summary => summary.Key.Id));
        Assert.All(listed, summary => Assert.Equal(1, summary.TurnCount));
    }

    [Fact]
    public async Task Without_a_store_there_is_nothing_to_find_list_delete_or_take_over()
    {
        var agent = _client.AsAIAgent(name: "A");

        await Assert.ThrowsAsync<NotSupportedException>(async () => await agent.FindSessionAsync(new SessionKey("s")));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await agent.TakeOverSessionAsync(new SessionKey("s"), "B"));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await agent.DeleteSessionsAsync(SessionQuery.All("")));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await agent.DeleteSessionAsync(new SessionKey("s")));
        Assert.Throws<NotSupportedException>(() => agent.ListSessionsAsync(new SessionQuery()));
    }

    [Fact]
    public async Task State_that_has_nowhere_to_be_saved_is_not_said_to_be()
    {
        var agent = _client.AsAIAgent(name: "A");
        var session = await agent.GetSessionAsync("s");
        await agent.SaveSessionAsync(session);
        session.State.Set(new Notes { Text = "one" });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.SaveSessionAsync(session));

        Assert.Contains("has no store to save it in", error.Message, StringComparison.Ordinal);
        Assert.Contains("SerializeSessionAsync", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, "one"), (session.Revision, session.State.Get<Notes>().Text));
        await agent.RunAsync("hi", session);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.SaveSessionAsync(session));
        session.State.Clear<Notes>();
        await agent.RunAsync("hi", session);
        await agent.SaveSessionAsync(session);
    }

    [Fact]
    public void An_agent_with_a_store_needs_a_name_or_an_id()
    {
        var error = Assert.Throws<ArgumentException>(() => _client.AsAIAgent(new ChatClientAgentOptions { SessionStore = _store }));

        Assert.StartsWith("An agent with a session store needs a Name or an Id", error.Message, StringComparison.Ordinal);
        Assert.Equal("id", _client.AsAIAgent(new ChatClientAgentOptions { SessionStore = _store, Id = "id", Name = "name" }).Id);
    }

    [Fact]
    public async Task A_message_in_the_store_that_cannot_be_read_is_named()
    {
        await Agent().RunAsync("one", await Agent().GetSessionAsync("s"));
        var broken = new TamperedStore(_store);
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = broken });
        var session = await agent.GetSessionAsync("s");

        var error = await Assert.ThrowsAsync<SessionFormatException>(() => agent.RunAsync("two", session));

        Assert.StartsWith("Message 0 of turn 1 of session 's' cannot be read", error.Message, StringComparison.Ordinal);
        Assert.Single(_client.Requests);
    }

    private sealed class TamperedStore(SessionStore inner) : DelegatingSessionStore(inner)
    {
        public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
        {
            var opened = await base.OpenAsync(key, opening, cancellationToken);
            return opened with { NewestTurns = opened.NewestTurns is { } page ? page with { Turns = [.. page.Turns.Select(turn => turn with { Messages = "[{"u8.ToArray() })] } : null };
        }
    }
}
