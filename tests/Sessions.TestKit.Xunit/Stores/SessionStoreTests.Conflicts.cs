namespace Sessions.TestKit;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task Creating_what_exists_is_a_conflict()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1, "1"));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(2, "2"));

        var conflict = await AssertConflictAsync(expected: null, new SessionKey("s"));
        Assert.Equal(0, conflict.ExpectedRevision);
        Assert.Equal(2, conflict.ActualRevision);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_commit_from_another_revision_is_a_conflict(long expected)
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1, "1"));
        await AppendAsync(new SessionKey("s"), StoreData.Turn(2, "2"));

        var conflict = await AssertConflictAsync(expected, new SessionKey("s"));
        Assert.Equal(expected, conflict.ExpectedRevision);
        Assert.Equal(2, conflict.ActualRevision);
    }

    [Fact]
    public async Task A_commit_to_a_session_that_is_gone_is_a_conflict()
    {
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1, "1"));
        await Store.DeleteAsync(new SessionKey("s"));

        var conflict = await AssertConflictAsync(expected: 1, new SessionKey("s"));
        Assert.Equal(1, conflict.ExpectedRevision);
        Assert.Null(conflict.ActualRevision);
        Assert.Null(await Store.LoadAsync(new SessionKey("s")));
    }

    [Fact]
    public async Task Of_commits_at_one_revision_one_wins()
    {
        const int Rounds = 10;
        const int Rivals = 8;
        await AppendAsync(new SessionKey("s"), StoreData.Turn(1, "0"));
        for (var round = 1; round <= Rounds; round++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, Rivals).Select(rival => Task.Run(() => TryCommitAsync(round, rival))));

            var winner = Assert.Single(outcomes, outcome => outcome >= 0);
            var turn = (await ReadAsync(new SessionKey("s"), round, round + 1)).Single();
            Assert.Equal([$"{winner}"], turn.Messages.Select(StoreData.Text));
            AssertState([StoreData.Value("winner", $"{winner}")], await Store.LoadAsync(new SessionKey("s")));
        }

        Assert.Equal(Rounds + 1, (await Store.LoadAsync(new SessionKey("s")))!.Head.Revision);

        async Task<int> TryCommitAsync(long revision, int rival)
        {
            try
            {
                await Store.CommitAsync(new SessionCommit
                {
                    ExpectedRevision = revision,
                    Head = StoreData.Head(new SessionKey("s"), revision + 1, revision + 1),
                    Turns = [StoreData.Turn(revision + 1, $"{rival}")],
                    State = [StoreData.Value("winner", $"{rival}")],
                });
                return rival;
            }
            catch (SessionConflictException)
            {
                return -1;
            }
        }
    }

    [Fact]
    public async Task Of_many_who_create_one_session_one_wins()
    {
        var commits = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            await Store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("s")) }))).ToList();
        var outcomes = await Task.WhenAll(commits.Select(commit => commit.ContinueWith(done => done.Exception?.InnerException, TaskScheduler.Default)));

        Assert.Single(outcomes, exception => exception is null);
        Assert.All(outcomes.OfType<Exception>(), exception => Assert.IsType<SessionConflictException>(exception));
    }

    [Fact]
    public async Task Commits_to_different_sessions_do_not_hinder_one_another()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(session => Task.Run(async () =>
        {
            for (var number = 1; number <= 5; number++)
            {
                await AppendAsync(new SessionKey($"s{session}"), StoreData.Turn(number, $"{session}"));
            }
        })));

        for (var session = 0; session < 20; session++)
        {
            var turns = await ReadAsync(new SessionKey($"s{session}"), 0, 5);
            Assert.Equal([1, 2, 3, 4, 5], turns.Numbers());
            Assert.All(turns, turn => Assert.Equal($"{session}", StoreData.Text(turn.Messages.Single())));
        }
    }

    private async Task<SessionConflictException> AssertConflictAsync(long? expected, SessionKey key)
    {
        var before = await Store.LoadAsync(key);
        var commit = new SessionCommit
        {
            ExpectedRevision = expected,
            Head = StoreData.Head(key, turn: 3, revision: (expected ?? 0) + 1) with { AgentId = "loser" },
            Turns = [StoreData.Turn(3, "loser")],
            State = [StoreData.Value("loser", "1")],
        };
        var conflict = await Assert.ThrowsAsync<SessionConflictException>(async () => await Store.CommitAsync(commit));

        var after = await Store.LoadAsync(key);
        Assert.Equal(key, conflict.SessionKey);
        Assert.Equal(before?.Head, after?.Head);
        Assert.Equal(before?.State.Select(Show), after?.State.Select(Show));
        Assert.Empty(await ReadAsync(key, 2, 3));
        return conflict;
    }
}
