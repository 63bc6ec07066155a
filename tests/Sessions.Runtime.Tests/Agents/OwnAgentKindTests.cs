using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Agents;

/// <summary>An agent kind of the user's own has what ours has: providers, state that is committed with the turn, and a store.</summary>
public class OwnAgentKindTests
{
    private readonly InMemorySessionStore _store = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_turns_have_history_context_and_state(bool isStored)
    {
        var agent = Agent(isStored ? _store : null);
        var session = await agent.GetSessionAsync("s");

        Assert.Equal("The clock says noon. | one", (await agent.RunAsync("one", session)).Text);
        Assert.Equal("one | The clock says noon. | one | The clock says noon. | two", (await agent.RunAsync("two", session)).Text);

        Assert.Equal((2L, 2L, 2), (session.Revision, session.CurrentTurn, session.State.Get<Tally>().Count));
        var turns = await agent.ReadTurnsAsync(session).ToListAsync();
        Assert.Equal([(1L, 0L, 1), (2L, 1L, 1)], turns.Select(turn => (turn.Record.Number, turn.Record.ParentTurn, turn.Record.InputCount)));
        Assert.All(turns, turn => Assert.Equal(TurnStatus.Completed, turn.Record.Status));
        Assert.Equal(["one", "The clock says noon. | one"], turns[0].Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task Another_process_goes_on_from_its_store()
    {
        await Agent(_store).RunAsync("one", await Agent(_store).GetSessionAsync("s"));

        var later = Agent(_store);
        var session = await later.GetSessionAsync("s");

        Assert.Equal(1, session.State.Get<Tally>().Count);
        Assert.StartsWith("one | ", (await later.RunAsync("two", session)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_fails_leaves_nothing()
    {
        var told = new List<Exception?>();
        var agent = new FunctionAgent("own", _ => throw new TimeoutException("too slow"), _store, new Counter(), new Hook("told", after: (turn, _) => { told.Add(turn.Exception); return default; }), new InMemoryHistoryProvider());
        var session = await agent.GetSessionAsync("s");

        await Assert.ThrowsAsync<TimeoutException>(() => agent.RunAsync("one", session));

        Assert.IsType<TimeoutException>(Assert.Single(told));
        Assert.Equal((0L, 0), (session.Revision, session.State.Get<Tally>().Count));
        Assert.Null(await _store.LoadAsync(new SessionKey("s")));
        Assert.Empty(await agent.ReadTurnsAsync(session).ToListAsync());
    }

    [Fact]
    public async Task State_set_outside_its_turns_is_saved_and_joins_the_next_commit()
    {
        var agent = Agent(_store);
        var session = await agent.GetSessionAsync("s");

        session.State.Set(new Notes { Text = "before" });
        await agent.SaveSessionAsync(session);
        Assert.Equal("before", (await agent.GetSessionAsync("s")).State.Get<Notes>().Text);

        session.State.Set(new Notes { Text = "with the turn" });
        await agent.RunAsync("one", session);
        Assert.Equal("with the turn", (await agent.GetSessionAsync("s")).State.Get<Notes>().Text);
    }

    [Fact]
    public async Task A_conflict_keeps_nothing_of_the_turn_and_has_the_answer()
    {
        var agent = Agent(_store);
        var (behind, ahead) = (await agent.GetSessionAsync("s"), await agent.GetSessionAsync("s"));
        await agent.RunAsync("first", ahead);

        var conflict = await Assert.ThrowsAsync<SessionConflictException>(() => agent.RunAsync("second", behind));

        Assert.EndsWith("second", conflict.Response!.Text, StringComparison.Ordinal);
        Assert.Equal((0L, 0), (behind.Revision, behind.State.Get<Tally>().Count));
        Assert.Equal(1, (await _store.LoadAsync(new SessionKey("s")))!.Head.Revision);
    }

    [Fact]
    public async Task Turns_of_one_session_do_not_overlap()
    {
        var agent = Agent(_store);
        var (session, same) = (await agent.GetSessionAsync("s"), await agent.GetSessionAsync("s"));
        using (session.BeginTurn(Turn(agent, session)))
        {
            // From outside the turn's flow; from inside, it would wait for itself.
            Task busy;
            using (ExecutionContext.SuppressFlow())
            {
                busy = Task.Run(() => agent.RunAsync("overlaps", same));
            }

            await Assert.ThrowsAsync<SessionBusyException>(() => busy);
            await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("inside", same));
        }

        Assert.EndsWith("after", (await agent.RunAsync("after", same)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_disposed_without_a_commit_is_dropped()
    {
        var agent = Agent(_store);
        var session = await agent.GetSessionAsync("s");
        var turn = Turn(agent, session);
        using (var scope = session.BeginTurn(turn))
        {
            session.State.Set(new Notes { Text = "dropped" });
            turn.Complete(new AgentResponse([new ChatMessage(ChatRole.Assistant, "answer")]));
        }

        Assert.Equal(0, session.Revision);
        Assert.False(session.State.TryGet<Notes>(out _));
        session.State.Set(new Notes { Text = "outside again" });
        Assert.Equal("outside again", session.State.Get<Notes>().Text);
    }

    [Fact]
    public async Task Nothing_is_committed_twice_or_without_an_answer()
    {
        var agent = Agent(store: null);
        var session = await agent.GetSessionAsync("s");
        var turn = Turn(agent, session);
        using var scope = session.BeginTurn(turn);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await scope.CommitAsync());
        turn.Complete(new AgentResponse([new ChatMessage(ChatRole.Assistant, "answer")]));
        await scope.CommitAsync();

        var twice = await Assert.ThrowsAsync<InvalidOperationException>(async () => await scope.CommitAsync());
        Assert.Contains("committed or disposed already", twice.Message, StringComparison.Ordinal);
        Assert.Equal(1, session.Revision);
    }

    [Fact]
    public async Task A_turn_begins_once_in_its_own_session_and_with_its_own_agent()
    {
        var agent = Agent(store: null);
        var (session, another) = (await agent.GetSessionAsync("s"), await agent.GetSessionAsync("t"));
        var turn = Turn(agent, session);

        Assert.Contains("is of session 's'", Assert.Throws<ArgumentException>(() => another.BeginTurn(turn)).Message, StringComparison.Ordinal);
        Assert.Throws<SessionMismatchException>(() => session.BeginTurn(Turn(new FunctionAgent("other", _ => "", store: null), session)));
        session.BeginTurn(turn).Dispose();
        Assert.Throws<InvalidOperationException>(() => session.BeginTurn(turn));
        session.BeginTurn(Turn(agent, session)).Dispose();
    }

    private static FunctionAgent Agent(SessionStore? store) => new(
        "own",
        request => string.Join(" | ", request.Select(message => message.Text)),
        store,
        new Counter(),
        new Clock(),
        new InMemoryHistoryProvider());

    private static TurnContext Turn(AIAgent agent, AgentSession session) => new(agent, session, [new ChatMessage(ChatRole.User, "hello")]);

    private sealed class Clock : AIContextProvider
    {
        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turn.AddMessages(this, new ChatMessage(ChatRole.System, "The clock says noon."));
            return default;
        }
    }

    private sealed class Counter : AIContextProvider
    {
        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turn.Session!.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
            return default;
        }
    }
}
