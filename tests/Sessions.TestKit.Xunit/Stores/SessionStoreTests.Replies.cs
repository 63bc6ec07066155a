namespace Sessions.TestKit;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task A_reply_is_found_by_the_key_of_its_turn()
    {
        await AppendAsync(new SessionKey("s"), Keyed(1, "k"));
        await AppendAsync(new SessionKey("other"), StoreData.Turn(1));

        var reply = await Store.FindReplyAsync(new SessionKey("s"), "k");

        Assert.Equal("turn-1", reply!.TurnId);
        Assert.Equal([1, 2, 255], reply.InputHash.ToArray());
        Assert.Equal("""{"text":"é"}""", StoreData.Text(reply.Response));
        Assert.Equal("k", Assert.Single(await ReadAsync(new SessionKey("s"), 0, 1)).Turn.TurnKey);
        Assert.Null(await Store.FindReplyAsync(new SessionKey("s"), "K"));
        Assert.Null(await Store.FindReplyAsync(new SessionKey("other"), "k"));
        Assert.Null(await Store.FindReplyAsync(new SessionKey("tenant", "s"), "k"));
    }

    [Fact]
    public async Task A_turn_that_was_interrupted_has_no_reply_and_the_one_that_follows_it_under_the_key_has()
    {
        await AppendAsync(new SessionKey("s"), Keyed(1, "k") with { Reply = null });
        Assert.Null(await Store.FindReplyAsync(new SessionKey("s"), "k"));

        await AppendAsync(new SessionKey("s"), Keyed(2, "k"));
        Assert.Equal("turn-2", (await Store.FindReplyAsync(new SessionKey("s"), "k"))!.TurnId);
    }

    [Fact]
    public async Task Steps_come_back_in_their_order_until_their_turn_is_committed()
    {
        foreach (var step in new[] { "1", "\"é\"", "[3]" })
        {
            await Store.AppendStepAsync(new SessionKey("s"), "k", System.Text.Encoding.UTF8.GetBytes(step));
        }

        await Store.AppendStepAsync(new SessionKey("s"), "other", "9"u8.ToArray());
        await Store.AppendStepAsync(new SessionKey("tenant", "s"), "k", "8"u8.ToArray());
        Assert.Equal(["1", "\"é\"", "[3]"], await StepsAsync(new SessionKey("s"), "k"));

        await AppendAsync(new SessionKey("s"), Keyed(1, "k"));

        Assert.Empty(await StepsAsync(new SessionKey("s"), "k"));
        Assert.Equal(["9"], await StepsAsync(new SessionKey("s"), "other"));
        Assert.Equal(["8"], await StepsAsync(new SessionKey("tenant", "s"), "k"));
    }

    [Fact]
    public async Task An_interrupted_turn_leaves_its_steps_and_a_deleted_session_does_not()
    {
        await Store.AppendStepAsync(new SessionKey("s"), "k", "1"u8.ToArray());
        await AppendAsync(new SessionKey("s"), Keyed(1, "k") with { Reply = null });
        Assert.Equal(["1"], await StepsAsync(new SessionKey("s"), "k"));

        await Store.DeleteAsync(new SessionKey("s"));
        Assert.Empty(await StepsAsync(new SessionKey("s"), "k"));
    }

    [Fact]
    public async Task Steps_that_are_appended_at_the_same_time_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(async () => await Store.AppendStepAsync(new SessionKey("s"), "k", System.Text.Encoding.UTF8.GetBytes($"{number}")))));

        Assert.Equal(Enumerable.Range(0, 20), (await StepsAsync(new SessionKey("s"), "k")).Select(int.Parse).Order());
    }

    [Fact]
    public async Task The_revision_is_that_of_the_head()
    {
        Assert.Null(await Store.GetRevisionAsync(new SessionKey("s")));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(2));

        Assert.Equal((await Store.LoadAsync(new SessionKey("s")))!.Head.Revision, await Store.GetRevisionAsync(new SessionKey("s")));
        Assert.Null(await Store.GetRevisionAsync(new SessionKey("tenant", "s")));
    }

    [Fact]
    public async Task Turns_are_read_backward_along_their_chain_as_far_as_they_are_asked_for()
    {
        foreach (var turn in new[] { StoreData.Turn(1, "1"), StoreData.Turn(2, "2"), StoreData.TurnAfter(1, 3, "3", "3b"), StoreData.Turn(4) })
        {
            await AppendAsync(new SessionKey("s"), turn);
        }

        Assert.Equal([4, 3, 1], await Store.ReadTurnsBackwardAsync(new SessionKey("s"), 4).Select(turn => turn.Turn.Number).ToListAsync());
        Assert.Equal([2, 1], await Store.ReadTurnsBackwardAsync(new SessionKey("s"), 2).Select(turn => turn.Turn.Number).ToListAsync());
        Assert.Equal(["3", "3b"], (await Store.ReadTurnsBackwardAsync(new SessionKey("s"), 3).FirstAsync()).Messages.Select(StoreData.Text));
        Assert.Empty(await Store.ReadTurnsBackwardAsync(new SessionKey("s"), 0).ToListAsync());
        Assert.Empty(await Store.ReadTurnsBackwardAsync(new SessionKey("absent"), 4).ToListAsync());
    }

    private static StoredTurn Keyed(long number, string key)
    {
        var turn = StoreData.Turn(number, "1");
        return turn with
        {
            Turn = turn.Turn with { TurnKey = key },
            Reply = new StoredReply(turn.Turn.Id, new byte[] { 1, 2, 255 }, System.Text.Encoding.UTF8.GetBytes("""{"text":"é"}""")),
        };
    }

    private async Task<IReadOnlyList<string>> StepsAsync(SessionKey key, string turnKey) => [.. (await Store.ReadStepsAsync(key, turnKey)).Select(StoreData.Text)];
}
