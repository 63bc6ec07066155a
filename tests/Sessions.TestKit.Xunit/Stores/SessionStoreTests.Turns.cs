using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task A_turn_comes_back_as_it_was_committed()
    {
        var turn = StoreData.Turn(1, "{}") with
        {
            Turn = new TurnRecord
            {
                Number = 1,
                Id = "0191",
                ParentTurn = 0,
                InputCount = 3,
                Status = TurnStatus.Interrupted,
                Usage = new UsageDetails { InputTokenCount = 3, OutputTokenCount = long.MaxValue, AdditionalCounts = new() { ["é"] = 5 } },
                FinishReason = new ChatFinishReason("odd 'reason'"),
                ResponseId = "resp_1",
                StartedAt = StoreData.Time.AddTicks(1),
                CompletedAt = StoreData.Time.AddTicks(2),
            },
        };
        await AppendAsync(new SessionKey("s"), turn);

        var read = Assert.Single(await ReadAsync(new SessionKey("s"), 0, 1)).Turn;
        Assert.Equal(turn.Turn, read with { Usage = turn.Turn.Usage });
        Assert.Equal(3, read.Usage!.InputTokenCount);
        Assert.Equal(long.MaxValue, read.Usage.OutputTokenCount);
        Assert.Null(read.Usage.TotalTokenCount);
        Assert.Equal(5, read.Usage.AdditionalCounts!["é"]);
    }

    [Fact]
    public async Task What_a_turn_lacks_comes_back_lacking()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1));

        var read = Assert.Single(await ReadAsync(new SessionKey("s"), 0, 1));
        Assert.Equal(StoreData.Turn(1).Turn, read.Turn);
        Assert.Empty(read.Messages);
    }

    [Fact]
    public async Task Messages_keep_their_order_and_every_byte()
    {
        string[] messages =
        [
            """{"text":"é 漢 😀 \u0000 \ud83d' \" ; --"}""", "  [ 1 ,\n\t2 ]  ", "\"\"", "null", "0", "{\"a\":\"" + new string('x', 1_000_000) + "\"}",
        ];
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1, messages));

        Assert.Equal(messages, (await ReadAsync(new SessionKey("s"), 0, 1)).Single().Messages.Select(StoreData.Text));
    }

    [Fact]
    public async Task Messages_are_the_stores_own()
    {
        var buffer = "[1]"u8.ToArray();
        var turn = StoreData.Turn(1) with { Messages = [buffer.AsMemory(0, 3)] };
        await AppendAsync(new SessionKey("s"), turn, new StateValue("k", 1, buffer));
        buffer.AsSpan().Fill((byte)'x');

        Assert.Equal("[1]", StoreData.Text((await ReadAsync(new SessionKey("s"), 0, 1)).Single().Messages.Single()));
        Assert.Equal("[1]", StoreData.Text((await Store.LoadAsync(new SessionKey("s")))!.State.Single().Json!.Value));
    }

    [Fact]
    public async Task Turns_are_read_in_order_within_their_bounds()
    {
        for (var number = 1; number <= 12; number++)
        {
            await AppendAsync(new SessionKey("s"), StoreData.Turn(number, $"{number}.1", $"{number}.2"));
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), (await ReadAsync(new SessionKey("s"), 0, 12)).Numbers());
        Assert.Equal([4, 5], (await ReadAsync(new SessionKey("s"), 3, 5)).Numbers());
        Assert.Empty(await ReadAsync(new SessionKey("s"), 12, 12));
        Assert.Equal(["9.1", "9.2"], (await ReadAsync(new SessionKey("s"), 8, 9)).Single().Messages.Select(StoreData.Text));
    }

    [Fact]
    public async Task One_commit_may_carry_many_turns()
    {
        var commit = new SessionCommit
        {
            ExpectedRevision = null,
            Head = StoreData.Head(new SessionKey("s"), turn: 3),
            Turns = [StoreData.Turn(1, "a"), StoreData.Turn(2), StoreData.Turn(3, "b", "c")],
        };
        await Store.CommitAsync(commit);

        var turns = await ReadAsync(new SessionKey("s"), 0, 3);
        Assert.Equal([1, 2, 3], turns.Numbers());
        Assert.Equal([1, 0, 2], turns.Select(turn => turn.Messages.Count));
    }

    [Fact]
    public async Task Turns_are_read_along_the_chain_of_their_parents()
    {
        await CommitBranchesAsync(new SessionKey("s"));

        Assert.Equal([1, 2, 3, 6, 7], (await ReadAsync(new SessionKey("s"), 0, 7)).Numbers());
        Assert.Equal([3, 6, 7], (await ReadAsync(new SessionKey("s"), 2, 7)).Numbers());
        Assert.Equal([6, 7], (await ReadAsync(new SessionKey("s"), 4, 7)).Numbers());
        Assert.Equal([1, 2, 3, 4, 5], (await ReadAsync(new SessionKey("s"), 0, 5)).Numbers());
        Assert.Equal([1, 2, 3, 6, 8], (await ReadAsync(new SessionKey("s"), 0, 8)).Numbers());
        Assert.Equal([9], (await ReadAsync(new SessionKey("s"), 0, 9)).Numbers());
        Assert.Equal(["8"], (await ReadAsync(new SessionKey("s"), 7, 8)).Single().Messages.Select(StoreData.Text));
    }

    [Theory]
    [InlineData(0, 9, false, new long[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(2, 6, false, new long[] { 3, 4, 5, 6 })]
    [InlineData(0, long.MaxValue, true, new long[] { 9, 8, 7, 6, 5, 4, 3, 2, 1 })]
    [InlineData(4, 7, true, new long[] { 7, 6, 5 })]
    [InlineData(9, 12, false, new long[0])]
    [InlineData(0, 0, true, new long[0])]
    public async Task Turns_are_read_by_number_whatever_branch_they_are_of(long after, long through, bool newestFirst, long[] expected)
    {
        await CommitBranchesAsync(new SessionKey("s"));
        await MoveAsync(new SessionKey("s"), 2);

        var turns = await Store.ReadAllTurnsAsync(new SessionKey("s"), after, through, newestFirst).ToListAsync();

        Assert.Equal(expected, turns.Numbers());
        Assert.Equal(expected.Select(number => $"{number}"), turns.Select(turn => StoreData.Text(Assert.Single(turn.Messages))));
        Assert.Empty(await Store.ReadAllTurnsAsync(new SessionKey("t", "s"), after, through, newestFirst).ToListAsync());
    }

    [Fact]
    public async Task A_probe_leaves_nothing()
    {
        await Store.ProbeAsync();

        Assert.Empty(await ListAsync(new SessionQuery()));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1));
        await Store.ProbeAsync();
        Assert.Equal(1, (await Store.LoadAsync(new SessionKey("s")))!.Head.Revision);
    }

    [Fact]
    public async Task A_read_that_is_left_early_leaves_the_store_usable()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1, "1"));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(2, "2"));
        await foreach (var turn in Store.ReadTurnsAsync(new SessionKey("s"), 0, 2))
        {
            await AppendAsync(new SessionKey("s"), StoreData.Turn(3, "3"));
            break;
        }

        Assert.Equal([1, 2, 3], (await ReadAsync(new SessionKey("s"), 0, 3)).Numbers());
    }

    /// <summary>
    /// Turns 1 to 5 in a row; 6 follows 3, and 7 and 8 both follow 6; 9 begins anew. Each writes its number to the slot "last"
    /// and to the slot "of-N".
    /// </summary>
    private async Task CommitBranchesAsync(SessionKey key)
    {
        foreach (var (parent, number) in new (long, long)[] { (0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (3, 6), (6, 7), (6, 8), (0, 9) })
        {
            await AppendAsync(key, StoreData.TurnAfter(parent, number, $"{number}"), StoreData.Value("last", $"{number}"), StoreData.Value($"of-{number}", "0"));
        }
    }
}
