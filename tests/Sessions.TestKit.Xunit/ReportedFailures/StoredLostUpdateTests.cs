using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>The pains of <see cref="PainTests"/>, and those that only a session has that a store keeps.</summary>
public abstract class StoredPainTests : PainTests
{
    /// <summary>Ids that would be another tenant's, if tenants and ids were put together as text.</summary>
    public static TheoryData<string> OddIds { get; } = ["conv", "alice::conv", "alice:conv", "alice/conv", "/alice/conv", "alice conv", "../alice/conv", "%61lice/conv", "ALICE::CONV", "alice'; --", "alice|conv", "{\"tenant\":\"alice\"}"];

    /// <inheritdoc/>
    protected abstract override SessionStore CreateStore();

    [Fact]
    public async Task PainA_an_approved_tool_whose_turn_could_not_be_stored_is_neither_lost_nor_run_again()
    {
        var store = CreateStore();
        var runs = 0;
        var pay = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => $"paid {++runs}", "pay"));
        var model = new ScriptedModel(request => request.Number == 0 ? ModelAnswer.Nothing.Call("c1", "pay") : ModelAnswer.Of("done"));
        var failing = new InterceptedStore(store);
        var agent = Agent(model, failing, With(pay));
        var session = await agent.GetSessionAsync("s");
        var asked = await agent.RunAsync("go", session);
        var approval = new ChatMessage(ChatRole.User, [asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single().CreateResponse(approved: true)]);
        failing.OnCommit = _ => throw new IOException("disk full");
        await Assert.ThrowsAsync<SessionStoreException>(() => agent.RunAsync(approval, session, new AgentRunOptions { TurnKey = "pay" }));

        var (later, found) = await RestartAsync(model, store, agent, session, With(pay));
        await later.RunAsync(approval, found, new AgentRunOptions { TurnKey = "pay" });
        await later.RunAsync("next", found);

        Assert.Equal(1, runs);
        Assert.Equal(["user: go", "assistant: pay#c1", "tool: #c1=paid 1", "assistant: done", "user: next"], model.Log.Last.Texts);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task PainD_of_two_processes_at_once_one_is_told_with_its_answer_and_nothing_forks(bool streamed)
    {
        var store = CreateStore();
        var elsewhere = Agent(new ScriptedModel(ModelAnswer.Of("theirs")), new InterceptedStore(Reopen(store)));
        var model = new ScriptedModel(request => ModelAnswer.Of($"mine {request.Number}").After(async _ => await OvertakeAsync(request.Number == 0)));
        var agent = Agent(model, store);
        var session = await agent.GetSessionAsync("s");

        var error = await Assert.ThrowsAsync<SessionConflictException>(() => agent.RunAsync(streamed, "here", session));
        await agent.RunAsync(streamed, "here again", session);

        Assert.Equal("mine 0", error.Response!.Text);
        Assert.Equal((0, 1), (error.ExpectedRevision, error.ActualRevision));
        Assert.Equal(["user: there", "assistant: theirs", "user: here again", "assistant: mine 1"], (await SessionPicture.TakeAsync(agent, session)).History);
        var turns = await store.ReadTurnsAsync("s", 0, session.CurrentTurn, TestContext.Current.CancellationToken).Select(turn => (turn.Turn.ParentTurn, turn.Turn.Number)).ToListAsync();
        Assert.Equal([(0, 1), (1, 2)], turns);

        Task OvertakeAsync(bool does)
        {
            if (!does)
            {
                return Task.CompletedTask;
            }

            // Another process is no part of this turn.
            using (ExecutionContext.SuppressFlow())
            {
                return Task.Run(async () => await elsewhere.RunAsync("there", await elsewhere.GetSessionAsync("s")));
            }
        }
    }

    [Fact]
    public async Task PainD_of_two_saves_at_once_neither_is_lost()
    {
        var store = CreateStore();
        var here = Agent(new ScriptedModel(), store);
        var there = Agent(new ScriptedModel(), new InterceptedStore(Reopen(store)));
        await here.RunAsync("one", await here.GetSessionAsync("s"));
        var (mine, theirs) = (await here.GetSessionAsync("s"), await there.GetSessionAsync("s"));

        mine.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
        theirs.State.Update<Tally>(tally => tally with { Count = tally.Count + 10 });
        theirs.State.Update<Tally>(tally => tally with { Count = tally.Count + 100 });
        await here.SaveSessionAsync(mine);
        await there.SaveSessionAsync(theirs);
        Assert.Equal(111, (await here.GetSessionAsync("s")).State.Get<Tally>().Count);

        // A run commits as well, and takes over what is new first.
        theirs.State.Update<Tally>(tally => tally with { Count = tally.Count + 1_000 });
        mine.State.Update<Tally>(tally => tally with { Count = tally.Count + 10_000 });
        await there.SaveSessionAsync(theirs);
        await here.RunAsync("two", mine);
        Assert.Equal(11_111, mine.State.Get<Tally>().Count);
        Assert.Equal(11_111, (await there.GetSessionAsync("s")).State.Get<Tally>().Count);
    }

    [Fact]
    public async Task PainD2_what_a_client_does_to_the_messages_it_is_given_does_not_reach_the_store()
    {
        var store = CreateStore();
        var agent = Agent(new ChangingClient(), store);
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        var model = new ScriptedModel();
        var (later, found) = await RestartAsync(model, store, agent, session);
        await later.RunAsync("three", found);

        Assert.Equal(["user: one", "assistant: answer", "user: two", "assistant: answer", "user: three"], model.Log.Last.Texts.Select(text => text.Replace(" changed", "", StringComparison.Ordinal)));
        Assert.DoesNotContain("changed", model.Log.Last.Texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("changed", model.Log.Last.Texts[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(500)]
    [InlineData(2_500)]
    public async Task PainE_loading_and_running_reads_what_the_view_shows_and_writes_the_new_turn_alone(int turns)
    {
        var store = CreateStore();
        var counted = new CountingStore(store);
        var model = new ScriptedModel();
        await FillAsync(Agent(model, store), turns);
        var agent = Agent(model, counted, options => options.View = new HistoryView { MaxMessages = 10 });

        await agent.RunAsync("one", await agent.GetSessionAsync("s"));
        var (read, written) = (counted.TurnsRead, counted.BytesWritten);
        await agent.RunAsync("two", await agent.GetSessionAsync("s"));

        Assert.InRange(read, 5, 7);
        Assert.Equal(read, counted.TurnsRead - read);
        Assert.InRange(written, 1, 1_000);
        Assert.InRange(counted.BytesWritten - written, 1, 1_000);
        Assert.Equal(11, model.Log.Last.Messages.Count);
    }

    [Fact]
    public async Task PainE_a_session_that_is_loaded_is_not_read_again()
    {
        var store = CreateStore();
        var counted = new CountingStore(store);
        var model = new ScriptedModel();
        await FillAsync(Agent(model, store), 100);
        var agent = Agent(model, counted);
        var session = await agent.GetSessionAsync("s");

        for (var turn = 0; turn < 5; turn++)
        {
            await agent.RunAsync("go on", session);
        }

        Assert.Equal(100, counted.TurnsRead);
        Assert.Equal(209, model.Log.Last.Messages.Count);
    }

    [Theory]
    [MemberData(nameof(OddIds))]
    public async Task PainG_no_id_reaches_another_tenants_session(string id)
    {
        var store = CreateStore();
        var model = new ScriptedModel();
        var agent = Agent(model, store);
        await agent.RunAsync("secret", await agent.GetSessionAsync(new SessionKey("alice", "conv")));

        var anonymous = await agent.GetSessionAsync(id);
        await agent.RunAsync("what was said?", anonymous);

        Assert.Equal(["user: what was said?"], model.Log.Last.Texts);
        Assert.Equal([id], (await agent.ListSessionsAsync(new SessionQuery()).ToListAsync()).Select(summary => summary.Key.Id));
        Assert.True(await agent.DeleteSessionAsync(id));
        Assert.Equal(1, (await agent.GetSessionAsync(new SessionKey("alice", "conv"))).Revision);
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task PainI_where_the_store_fails_the_answer_is_handed_over_and_a_retry_stores_it_once(bool streamed)
    {
        var failing = new InterceptedStore(CreateStore()) { OnCommit = _ => throw Broken };
        var agent = Agent(new ScriptedModel(), failing);
        var session = await agent.GetSessionAsync("s");

        var error = await Assert.ThrowsAsync<SessionStoreException>(() => agent.RunAsync(streamed, "one", session));
        failing.OnCommit = null;
        await agent.RunAsync(streamed, "one", session);

        Assert.Equal("answer 1", error.Response!.Text);
        Assert.Same(Broken, error.InnerException);
        Assert.Equal(["user: one", "assistant: answer 2"], (await SessionPicture.TakeAsync(agent, session)).History);
        Assert.Equal(1, session.Revision);
    }

    /// <summary>Gives the session so many turns, in one commit.</summary>
    private static async Task FillAsync(ChatClientAgent agent, int turns)
    {
        var scratch = Agent(new Echo(), store: null);
        var session = await scratch.GetSessionAsync("s");
        for (var turn = 0; turn < turns; turn++)
        {
            await scratch.RunAsync($"turn {turn}", session);
        }

        await agent.SaveSessionAsync(await agent.DeserializeSessionAsync(await scratch.SerializeSessionAsync(session)));
    }

    /// <summary>A client that writes into the messages of the history.</summary>
    private sealed class ChangingClient() : DelegatingChatClient(new ScriptedModel(_ => ModelAnswer.Of("answer")))
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatMessage[] request = [.. messages];
            Array.ForEach(request[..^1], Change);
            return base.GetResponseAsync(request, options, cancellationToken);
        }
    }
}
