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
        await AppendAsync("s", turn);

        var read = Assert.Single(await ReadAsync("s", 0, 1)).Turn;
        Assert.Equal(turn.Turn, read with { Usage = turn.Turn.Usage });
        Assert.Equal(3, read.Usage!.InputTokenCount);
        Assert.Equal(long.MaxValue, read.Usage.OutputTokenCount);
        Assert.Null(read.Usage.TotalTokenCount);
        Assert.Equal(5, read.Usage.AdditionalCounts!["é"]);
    }

    [Fact]
    public async Task What_a_turn_lacks_comes_back_lacking()
    {
        await AppendAsync("s", StoreData.Turn(1));

        var read = Assert.Single(await ReadAsync("s", 0, 1));
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
        await AppendAsync("s", StoreData.Turn(1, messages));

        Assert.Equal(messages, (await ReadAsync("s", 0, 1)).Single().Messages.Select(StoreData.Text));
    }

    [Fact]
    public async Task Messages_are_the_stores_own()
    {
        var buffer = "[1]"u8.ToArray();
        var turn = StoreData.Turn(1) with { Messages = [buffer.AsMemory(0, 3)] };
        await AppendAsync("s", turn, new StateValue("k", 1, buffer));
        buffer.AsSpan().Fill((byte)'x');

        Assert.Equal("[1]", StoreData.Text((await ReadAsync("s", 0, 1)).Single().Messages.Single()));
        Assert.Equal("[1]", StoreData.Text((await Store.LoadAsync("s"))!.State.Single().Json!.Value));
    }

    [Fact]
    public async Task Turns_are_read_in_order_within_their_bounds()
    {
        for (var number = 1; number <= 12; number++)
        {
            await AppendAsync("s", StoreData.Turn(number, $"{number}.1", $"{number}.2"));
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), (await ReadAsync("s", 0, 12)).Numbers());
        Assert.Equal([4, 5], (await ReadAsync("s", 3, 5)).Numbers());
        Assert.Empty(await ReadAsync("s", 12, 12));
        Assert.Equal(["9.1", "9.2"], (await ReadAsync("s", 8, 9)).Single().Messages.Select(StoreData.Text));
    }

    [Fact]
    public async Task One_commit_may_carry_many_turns()
    {
        var commit = new SessionCommit
        {
            ExpectedRevision = null,
            Head = StoreData.Head("s", turn: 3),
            Turns = [StoreData.Turn(1, "a"), StoreData.Turn(2), StoreData.Turn(3, "b", "c")],
        };
        await Store.CommitAsync(commit);

        var turns = await ReadAsync("s", 0, 3);
        Assert.Equal([1, 2, 3], turns.Numbers());
        Assert.Equal([1, 0, 2], turns.Select(turn => turn.Messages.Count));
    }

    [Fact]
    public async Task Turns_are_read_along_the_chain_of_their_parents()
    {
        await CommitBranchesAsync("s");

        Assert.Equal([1, 2, 3, 6, 7], (await ReadAsync("s", 0, 7)).Numbers());
        Assert.Equal([3, 6, 7], (await ReadAsync("s", 2, 7)).Numbers());
        Assert.Equal([6, 7], (await ReadAsync("s", 4, 7)).Numbers());
        Assert.Equal([1, 2, 3, 4, 5], (await ReadAsync("s", 0, 5)).Numbers());
        Assert.Equal([1, 2, 3, 6, 8], (await ReadAsync("s", 0, 8)).Numbers());
        Assert.Equal([9], (await ReadAsync("s", 0, 9)).Numbers());
        Assert.Equal(["8"], (await ReadAsync("s", 7, 8)).Single().Messages.Select(StoreData.Text));
    }

    [Fact]
    public async Task A_read_that_is_left_early_leaves_the_store_usable()
    {
        await AppendAsync("s", StoreData.Turn(1, "1"));
        await AppendAsync("s", StoreData.Turn(2, "2"));
        await foreach (var turn in Store.ReadTurnsAsync("s", 0, 2))
        {
            await AppendAsync("s", StoreData.Turn(3, "3"));
            break;
        }

        Assert.Equal([1, 2, 3], (await ReadAsync("s", 0, 3)).Numbers());
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
