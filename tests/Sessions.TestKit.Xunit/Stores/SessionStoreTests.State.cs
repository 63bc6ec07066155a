namespace Sessions.TestKit;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task A_value_comes_back_with_its_version_and_every_byte()
    {
        StateValue[] state = [StoreData.Value("a", " {\"é\" : 1} ", version: 7), StoreData.Value("A", "[]"), StoreData.Value("k'\"; -- %_", "1")];
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1), state);

        AssertState(state, await Store.LoadAsync(new SessionKey("s")));
    }

    [Fact]
    public async Task State_set_before_the_first_turn_is_kept()
    {
        await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("s")), State = [StoreData.Value("k", "0")] });
        AssertState([StoreData.Value("k", "0")], await Store.LoadAsync(new SessionKey("s")));

        await AppendAsync(new SessionKey("s"), StoreData.Turn(1));
        AssertState([StoreData.Value("k", "0")], await Store.LoadAsync(new SessionKey("s")));
    }

    [Fact]
    public async Task The_newest_value_of_each_slot_counts()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1), StoreData.Value("a", "1"), StoreData.Value("b", "1"));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(2), StoreData.Value("b", "2"));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(3), StoreData.Value("c", "3"));

        AssertState([StoreData.Value("a", "1"), StoreData.Value("b", "2"), StoreData.Value("c", "3")], await Store.LoadAsync(new SessionKey("s")));
    }

    [Fact]
    public async Task A_value_for_the_same_turn_replaces_the_one_before()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1), StoreData.Value("k", "1"), StoreData.Value("l", "1"));
        await MoveAsync(new SessionKey("s"), 1, StoreData.Value("k", "2", version: 2), StoreData.Emptied("l"));

        AssertState([StoreData.Value("k", "2", version: 2)], await Store.LoadAsync(new SessionKey("s")));
    }

    [Fact]
    public async Task An_emptied_slot_is_left_out_until_it_is_set_again()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1), StoreData.Value("k", "1"));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(2), StoreData.Emptied("k"));
        AssertState([], await Store.LoadAsync(new SessionKey("s")));

        await AppendAsync(new SessionKey("s"), StoreData.Turn(3), StoreData.Value("k", "3"));
        AssertState([StoreData.Value("k", "3")], await Store.LoadAsync(new SessionKey("s")));

        await MoveAsync(new SessionKey("s"), 2);
        AssertState([], await Store.LoadAsync(new SessionKey("s")));
        await MoveAsync(new SessionKey("s"), 1);
        AssertState([StoreData.Value("k", "1")], await Store.LoadAsync(new SessionKey("s")));
    }

    [Theory]
    [InlineData(0, new long[0])]
    [InlineData(2, new long[] { 1, 2 })]
    [InlineData(5, new long[] { 1, 2, 3, 4, 5 })]
    [InlineData(6, new long[] { 1, 2, 3, 6 })]
    [InlineData(7, new long[] { 1, 2, 3, 6, 7 })]
    [InlineData(8, new long[] { 1, 2, 3, 6, 8 })]
    [InlineData(9, new long[] { 9 })]
    public async Task State_follows_the_chain_of_parents(long turn, long[] chain)
    {
        await CommitBranchesAsync(new SessionKey("s"));
        await MoveAsync(new SessionKey("s"), turn);

        var expected = chain.Select(number => StoreData.Value($"of-{number}", "0"));
        AssertState(turn == 0 ? expected : expected.Append(StoreData.Value("last", $"{turn}")), await Store.LoadAsync(new SessionKey("s")));
    }

    [Theory]
    [InlineData(0, new long[0])]
    [InlineData(3, new long[] { 1, 2, 3 })]
    [InlineData(7, new long[] { 1, 2, 3, 6, 7 })]
    public async Task State_loads_as_of_any_turn(long turn, long[] chain)
    {
        await CommitBranchesAsync(new SessionKey("s"));

        var expected = chain.Select(number => StoreData.Value($"of-{number}", "0"));
        AssertState(turn == 0 ? expected : expected.Append(StoreData.Value("last", $"{turn}")), await Store.LoadStateAsync(new SessionKey("s"), turn));
        Assert.Empty(await Store.LoadStateAsync(new SessionKey("absent"), turn));
    }

    [Fact]
    public async Task Turns_are_read_with_the_state_that_was_written_at_each()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1), StoreData.Value("a", "1"), StoreData.Value("b", "1"));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(2));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(3), StoreData.Value("b", "3"), StoreData.Emptied("a"));
        await AppendAsync(new SessionKey("s"), StoreData.TurnAfter(1, 4), StoreData.Value("c", "4"));

        Assert.Equal([["a=1", "b=1"], [], ["a=", "b=3"]], (await ReadAsync(new SessionKey("s"), 0, 3)).Select(Written));
        Assert.Equal([["a=1", "b=1"], ["c=4"]], (await ReadAsync(new SessionKey("s"), 0, 4)).Select(Written));

        static string[] Written(StoredTurn turn) => [.. turn.State.Select(value => $"{value.Key}={(value.Json is { } json ? StoreData.Text(json) : "")}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task One_commit_may_carry_the_state_of_many_turns()
    {
        var commit = new SessionCommit
        {
            ExpectedRevision = null,
            Head = StoreData.Head(new SessionKey("s"), turn: 2),
            InitialState = [StoreData.Value("a", "0"), StoreData.Value("b", "0")],
            Turns = [StoreData.Turn(1) with { State = [StoreData.Value("a", "1")] }, StoreData.Turn(2) with { State = [StoreData.Value("a", "2"), StoreData.Emptied("b")] }],
            State = [StoreData.Value("a", "3")],
        };
        await Store.CommitAsync(commit);

        AssertState([StoreData.Value("a", "0"), StoreData.Value("b", "0")], await Store.LoadStateAsync(new SessionKey("s"), 0));
        AssertState([StoreData.Value("a", "1"), StoreData.Value("b", "0")], await Store.LoadStateAsync(new SessionKey("s"), 1));
        AssertState([StoreData.Value("a", "3")], await Store.LoadStateAsync(new SessionKey("s"), 2));
    }

    [Fact]
    public async Task State_before_the_first_turn_is_the_root_of_every_branch()
    {
        await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("s")), State = [StoreData.Value("root", "0")] });
        await CommitBranchesAsync(new SessionKey("s"));
        foreach (var turn in new long[] { 0, 5, 8, 9 })
        {
            await MoveAsync(new SessionKey("s"), turn);
            Assert.Contains("root", (await Store.LoadAsync(new SessionKey("s")))!.State.Select(value => value.Key));
        }
    }

    private static void AssertState(IEnumerable<StateValue> expected, StoredSession? session)
    {
        Assert.NotNull(session);
        AssertState(expected, session.State);
    }

    private static void AssertState(IEnumerable<StateValue> expected, IReadOnlyList<StateValue> state)
    {
        Assert.Equal(expected.Select(Show).Order(StringComparer.Ordinal), state.Select(Show).Order(StringComparer.Ordinal));
    }

    private static string Show(StateValue value) => $"{value.Key} v{value.Version}: {(value.Json is { } json ? StoreData.Text(json) : "emptied")}";
}
