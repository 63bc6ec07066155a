using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>As <see cref="LostUpdateTests"/>, and what two processes can do to one session.</summary>
public abstract class StoredLostUpdateTests(TestStores stores) : LostUpdateTests(stores)
{
    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task Of_two_processes_at_once_one_is_told_with_its_answer_and_nothing_forks(bool streamed)
    {
        var store = CreateStore()!;
        var elsewhere = Agent(new ScriptedModel(ModelAnswer.Of("theirs")), OpenElsewhere(store));
        var model = new ScriptedModel(request => ModelAnswer.Of($"mine {request.Number}").After(async _ => await OvertakeAsync(request.Number == 0)));
        var agent = Agent(model, store);
        var session = await agent.GetSessionAsync("s");

        var error = await Assert.ThrowsAsync<SessionConflictException>(() => agent.RunAsync(streamed, "here", session));
        await agent.RunAsync(streamed, "here again", session);

        Assert.Equal("mine 0", error.Response!.Text);
        Assert.Equal((0, 1), (error.ExpectedRevision, error.ActualRevision));
        Assert.Equal(["user: there", "assistant: theirs", "user: here again", "assistant: mine 1"], (await SessionPicture.TakeAsync(agent, session)).History);
        var turns = (await store.ReadChainAsync(new SessionKey("s"), session.CurrentTurn)).Select(turn => (turn.ParentTurn, turn.Number));
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
    public async Task Of_two_saves_at_once_neither_is_lost()
    {
        var store = CreateStore()!;
        var here = Agent(new ScriptedModel(), store);
        var there = Agent(new ScriptedModel(), OpenElsewhere(store));
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
}
