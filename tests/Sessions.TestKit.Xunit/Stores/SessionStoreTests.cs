namespace Sessions.TestKit;

/// <summary>What every <see cref="SessionStore"/> must do. Each store's test class derives from it.</summary>
public abstract partial class SessionStoreTests
{
    /// <summary>The store under test, empty at first.</summary>
    protected abstract SessionStore Store { get; }

    /// <summary>Makes another store, which keeps other sessions or the same ones.</summary>
    protected abstract SessionStore CreateStore(TimeProvider clock);

    [Fact]
    public async Task An_absent_session_loads_as_null()
    {
        Assert.Null(await Store.LoadAsync(new SessionKey("absent")));
        Assert.Empty(await ReadAsync(new SessionKey("absent"), 0, 10));
    }

    [Fact]
    public async Task A_head_comes_back_as_it_was_committed()
    {
        var head = StoreData.Head(new SessionKey("s")) with
        {
            AgentId = "agent ü",
            HistoryOwner = HistoryOwner.Service,
            ServiceSessionId = "thread_1",
            CreatedAt = new DateTimeOffset(2026, 7, 1, 23, 59, 59, TimeSpan.FromHours(-8)).AddTicks(1_234_567),
            UpdatedAt = DateTimeOffset.MaxValue,
        };
        await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = head });

        var loaded = await Store.LoadAsync(new SessionKey("s"));
        Assert.NotNull(loaded);
        Assert.Equal(head, loaded.Head);
        Assert.Empty(loaded.State);
    }

    [Fact]
    public async Task A_later_commit_replaces_the_head()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1, "1"));
        var head = StoreData.Head(new SessionKey("s"), turn: 1, revision: 2) with { AgentId = "other", HistoryOwner = HistoryOwner.Local, ServiceSessionId = "x" };
        await Store.CommitAsync(new SessionCommit { ExpectedRevision = 1, Head = head });

        Assert.Equal(head, (await Store.LoadAsync(new SessionKey("s")))!.Head);
    }

    [Fact]
    public async Task Deleting_takes_all_of_a_session_and_nothing_else()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1, "1"), StoreData.Value("k", "1"));
        await AppendAsync(new SessionKey("t"), StoreData.Turn(1, "2"));

        Assert.True(await Store.DeleteAsync(new SessionKey("s")));
        Assert.False(await Store.DeleteAsync(new SessionKey("s")));
        Assert.Null(await Store.LoadAsync(new SessionKey("s")));
        Assert.Single(await ReadAsync(new SessionKey("t"), 0, 1));

        await AppendAsync(new SessionKey("s"), StoreData.Turn(1));
        Assert.Empty((await Store.LoadAsync(new SessionKey("s")))!.State);
        Assert.Empty((await ReadAsync(new SessionKey("s"), 0, 1)).Single().Messages);
    }

    [Fact]
    public async Task A_canceled_operation_does_nothing()
    {
        var canceled = new CancellationToken(canceled: true);
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1, "1"));
        var next = new SessionCommit { ExpectedRevision = 1, Head = StoreData.Head(new SessionKey("s"), turn: 2, revision: 2), Turns = [StoreData.Turn(2, "2")] };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.CommitAsync(next, canceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.DeleteAsync(new SessionKey("s"), canceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.LoadAsync(new SessionKey("s"), canceled));

        Assert.Equal(1, (await Store.LoadAsync(new SessionKey("s")))!.Head.Revision);
        Assert.Single(await ReadAsync(new SessionKey("s"), 0, 1));
        Assert.Empty(await ReadAsync(new SessionKey("s"), 1, 2));
    }

    /// <summary>Appends a turn, and moves the head to it.</summary>
    protected async Task AppendAsync(SessionKey key, StoredTurn turn, params StateValue[] state)
    {
        var revision = (await Store.LoadAsync(key))?.Head.Revision;
        var head = StoreData.Head(key, turn.Turn.Number, (revision ?? 0) + 1);
        await Store.CommitAsync(new SessionCommit { ExpectedRevision = revision, Head = head, Turns = [turn], State = state });
    }

    /// <summary>Moves the head to a turn, and writes state there.</summary>
    protected async Task MoveAsync(SessionKey key, long turn, params StateValue[] state)
    {
        var head = (await Store.LoadAsync(key))!.Head;
        var moved = head with { CurrentTurn = turn, Revision = head.Revision + 1 };
        await Store.CommitAsync(new SessionCommit { ExpectedRevision = head.Revision, Head = moved, State = state });
    }

    protected async Task<List<StoredTurn>> ReadAsync(SessionKey key, long afterTurn, long throughTurn)
    {
        var turns = new List<StoredTurn>();
        await foreach (var turn in Store.ReadTurnsAsync(key, afterTurn, throughTurn))
        {
            turns.Add(turn);
        }

        return turns;
    }
}
