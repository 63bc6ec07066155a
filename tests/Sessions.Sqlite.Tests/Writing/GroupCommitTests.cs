namespace Sessions.Sqlite.Tests.Writing;

/// <summary>What many commit at once is one transaction, and each has its own outcome.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private const int Count = 64;

    private readonly DatabaseFile _file = new();
    private readonly HookedClock _clock = new();
    private readonly SqliteSessionStore _store;

    public GroupCommitTests() => _store = new SqliteSessionStore(_file.ConnectionString, _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _file.Dispose();
    }

    [Fact]
    public async Task Sixty_four_commits_at_once_are_one_transaction()
    {
        await CommitAllAsync(turn: 1);
        var before = WalFile.CountCommits(_file.Path);

        Assert.All(await CommitAllAsync(turn: 2), result => Assert.Equal(CommitOutcome.Committed, result.Outcome));

        Assert.Equal(1, WalFile.CountCommits(_file.Path) - before);
        Assert.Equal(2L * Count, _file.Execute("SELECT count(*) FROM turns"));
    }

    [Fact]
    public async Task A_conflict_fails_one_member_alone_and_in_the_same_transaction()
    {
        await CommitAllAsync(turn: 1);
        _file.Execute("UPDATE sessions SET revision = 7 WHERE session_id = 's13'");
        var before = WalFile.CountCommits(_file.Path);

        var results = await CommitAllAsync(turn: 2);

        Assert.Equal(1, WalFile.CountCommits(_file.Path) - before);
        Assert.Equal(CommitOutcome.Conflict, results[13].Outcome);
        Assert.Equal(7, results[13].Winner!.Revision);
        Assert.Equal(Count - 1, results.Count(result => result.Outcome == CommitOutcome.Committed));
        Assert.Equal((2L * Count) - 1, _file.Execute("SELECT count(*) FROM turns"));
    }

    [Fact]
    public async Task Two_commits_of_one_session_in_a_batch_are_one_commit_and_one_conflict()
    {
        await CommitAllAsync(turn: 1);

        var results = await WhenQueuedAsync(() => [CommitAsync(0, 2), CommitAsync(0, 2), CommitAsync(1, 2)]);

        Assert.Equal([CommitOutcome.Committed, CommitOutcome.Conflict, CommitOutcome.Committed], (await Task.WhenAll(results)).Select(result => result.Outcome));
    }

    [Fact]
    public async Task A_member_whose_rows_collide_fails_alone_and_the_others_are_written()
    {
        await CommitAllAsync(turn: 1);
        _file.Execute("INSERT INTO turns (place, id, message_count, record, messages) SELECT (segment << 32) + 2, 'x', 0, '{}', '[]' FROM sessions WHERE session_id = 's13'");

        var commits = await WhenQueuedAsync(() => [.. Enumerable.Range(0, Count).Select(number => CommitAsync(number, 2))]);

        for (var number = 0; number < Count; number++)
        {
            if (number == 13)
            {
                await Assert.ThrowsAsync<SessionFormatException>(() => commits[13]);
            }
            else
            {
                Assert.Equal(CommitOutcome.Committed, (await commits[number]).Outcome);
            }
        }

        Assert.Equal(1, (await _store.LoadAsync(Key(13), Token))!.Head.Revision);
        Assert.Equal(Count - 1L, _file.Execute("SELECT count(*) FROM sessions WHERE revision = 2"));
    }

    [Fact]
    public async Task A_token_that_fires_while_its_commit_waits_takes_it_out()
    {
        await CommitAllAsync(turn: 1);
        using var cancellation = new CancellationTokenSource();

        var commits = await WhenQueuedAsync(
            () => [.. Enumerable.Range(0, Count).Select(number => CommitAsync(number, 2, number % 2 == 0 ? cancellation.Token : default))],
            cancellation.Cancel);

        for (var number = 0; number < Count; number++)
        {
            if (number % 2 == 0)
            {
                Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commits[number])).CancellationToken);
            }
            else
            {
                Assert.Equal(CommitOutcome.Committed, (await commits[number]).Outcome);
            }
        }

        Assert.Equal(Count / 2L, _file.Execute("SELECT count(*) FROM sessions WHERE revision = 2"));
    }

    [Fact]
    public async Task A_token_that_fires_when_its_batch_has_begun_does_nothing()
    {
        await CommitAllAsync(turn: 1);
        using var cancellation = new CancellationTokenSource();

        var commits = await WhenQueuedAsync(
            () => [.. Enumerable.Range(0, Count).Select(number => CommitAsync(number, 2, cancellation.Token))],
            () => _clock.Asked = cancellation.Cancel);

        Assert.All(await Task.WhenAll(commits), result => Assert.Equal(CommitOutcome.Committed, result.Outcome));
        Assert.True(cancellation.IsCancellationRequested);
        Assert.Equal((long)Count, _file.Execute("SELECT count(*) FROM sessions WHERE revision = 2"));
    }

    [Fact]
    public async Task What_waits_when_the_store_is_disposed_is_written_and_nothing_after_it()
    {
        await CommitAllAsync(turn: 1);

        var commits = await WhenQueuedAsync(() => [.. Enumerable.Range(0, Count).Select(number => CommitAsync(number, 2))], _store.Dispose);

        Assert.All(await Task.WhenAll(commits), result => Assert.Equal(CommitOutcome.Committed, result.Outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => CommitAsync(0, 3));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await _store.LoadAsync(Key(0), Token));
        Assert.Equal((long)Count, _file.Execute("SELECT count(*) FROM sessions WHERE revision = 2"));
    }

    [Fact]
    public async Task A_store_is_disposed_as_often_as_one_likes()
    {
        await CommitAllAsync(turn: 1);
        _store.Dispose();
        await _store.DisposeAsync();
        _store.Dispose();

        // The last connection has taken the log away.
        Assert.False(File.Exists(_file.Path + "-wal"));
        Assert.False(File.Exists(_file.Path + "-shm"));
        new SqliteSessionStore(_file.ConnectionString).Dispose();
    }

    /// <summary>The writer's connection reads while nobody writes; commits that begin to wait meanwhile are written after it.</summary>
    [Fact]
    public async Task Reads_between_commits_see_what_was_acknowledged()
    {
        await CommitAllAsync(turn: 1);
        var rounds = TestScale.Of(500);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            for (long turn = 2; turn < rounds + 2; turn++)
            {
                Assert.Equal(CommitOutcome.Committed, (await CommitAsync(number, turn)).Outcome);
                Assert.Equal(turn, (await _store.OpenAsync(Key(number), SessionOpening.Head, Token)).Revision);
            }
        }, Token)));
    }

    private static SessionKey Key(int number) => new($"s{number}");

    private async Task<CommitResult[]> CommitAllAsync(long turn)
    {
        _ = await _store.LoadAsync(Key(0), Token);
        return await Task.WhenAll(await WhenQueuedAsync(() => [.. Enumerable.Range(0, Count).Select(number => CommitAsync(number, turn))]));
    }

    private Task<CommitResult> CommitAsync(int number, long turn, CancellationToken cancellationToken = default) => _store.CommitAsync(
        new SessionCommit
        {
            ExpectedRevision = turn == 1 ? null : turn - 1,
            Head = StoreData.Head(Key(number), turn, turn),
            Turns = [StoreData.Turn(turn, $"{number}")],
        },
        cancellationToken).AsTask();

    /// <summary>Begins commits while another process writes, does something, and lets them go on.</summary>
    private async Task<Task<CommitResult>[]> WhenQueuedAsync(Func<Task<CommitResult>[]> begin, Action? meanwhile = null)
    {
        using var rival = _file.Lock();
        var commits = begin();
        await Task.Delay(20, Token);
        Assert.DoesNotContain(commits, commit => commit.IsCompletedSuccessfully);
        meanwhile?.Invoke();
        rival.Dispose();
        _ = await Task.WhenAny(Task.WhenAll(commits), Task.Delay(TimeSpan.FromSeconds(30), Token));
        Assert.All(commits, commit => Assert.True(commit.IsCompleted));
        return commits;
    }

    /// <summary>A clock that does something when it is next asked.</summary>
    private sealed class HookedClock : TimeProvider
    {
        public Action? Asked { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            var asked = Asked;
            Asked = null;
            asked?.Invoke();
            return StoreData.Time;
        }
    }
}
