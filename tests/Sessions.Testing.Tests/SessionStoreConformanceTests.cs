namespace Sessions.Testing.Tests;

/// <summary>What the cases are as a list, and what they say when they fail.</summary>
public class SessionStoreConformanceTests
{
    private static readonly Func<TimeProvider, Task<SessionStore>> WithClock = clock => Task.FromResult<SessionStore>(new InMemorySessionStore(clock));
    private static readonly Func<Task<SessionStore>> WithoutClock = () => Task.FromResult<SessionStore>(new InMemorySessionStore());

    [Fact]
    public void Names_are_unique_sentences()
    {
        var names = SessionStoreConformance.Cases(WithClock, SessionStoreCapabilities.TextSearch, Task.FromResult).Select(one => one.Name).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[A-Z][a-z]+: .*[^.]$", name));
        Assert.Equal(names, SessionStoreConformance.Cases(WithClock, SessionStoreCapabilities.TextSearch, Task.FromResult).Select(one => one.ToString()));
    }

    [Fact]
    public void Only_what_the_store_can_be_asked_for_is_listed()
    {
        var plain = NamesOf(SessionStoreConformance.Cases(WithoutClock));
        var clock = NamesOf(SessionStoreConformance.Cases(WithClock));
        var reopened = NamesOf(SessionStoreConformance.Cases(WithoutClock, reopen: Task.FromResult));
        var text = NamesOf(SessionStoreConformance.Cases(WithoutClock, SessionStoreCapabilities.TextSearch));

        Assert.All(clock.Except(plain), name => Assert.Matches("^(Expiry|Steps): ", name));
        Assert.Contains(clock.Except(plain), name => name.StartsWith("Expiry", StringComparison.Ordinal));
        Assert.All(reopened.Except(plain), name => Assert.StartsWith("Reopening: ", name, StringComparison.Ordinal));
        Assert.Equal(["Text: a store that does not search says so"], plain.Except(text));
        Assert.All(text.Except(plain), name => Assert.StartsWith("Text: ", name, StringComparison.Ordinal));
        Assert.True(text.Count > plain.Count && reopened.Count > plain.Count);
    }

    [Fact]
    public async Task A_failing_sequence_names_its_seed_and_the_last_operations()
    {
        var cases = SessionStoreConformance.Cases(clock => Task.FromResult<SessionStore>(new ForgetsEmptiedSlots(new InMemorySessionStore(clock))), seed: 7);

        var failure = await Assert.ThrowsAsync<ConformanceException>(() => cases.Single(IsRandom).RunAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("Seed 7, step ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("The last operations: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("commit ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, (await Assert.ThrowsAsync<ConformanceException>(() => cases.Single(IsRandom).RunAsync(TestContext.Current.CancellationToken))).Message);
    }

    [Fact]
    public async Task A_store_that_throws_fails_the_case_with_what_it_threw()
    {
        var cases = SessionStoreConformance.Cases(() => Task.FromResult<SessionStore>(new FailingStore(new InMemorySessionStore()) { Failing = StoreOperation.Open, Failure = _ => new IOException("The disk is gone.") }));

        var failure = await Assert.ThrowsAsync<ConformanceException>(() => cases[0].RunAsync(TestContext.Current.CancellationToken));

        Assert.IsType<IOException>(failure.InnerException);
        Assert.Contains("The disk is gone.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_ends_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var store = new AtTenthCommit(source.Cancel);
        var cases = SessionStoreConformance.Cases(() => Task.FromResult<SessionStore>(store), randomSteps: int.MaxValue);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cases.Single(IsRandom).RunAsync(source.Token));

        Assert.Equal(10, store.Commits);
    }

    [Fact]
    public async Task A_case_disposes_its_stores()
    {
        var disposed = 0;
        var cases = SessionStoreConformance.Cases(
            () => Task.FromResult<SessionStore>(new Disposed(() => disposed++)),
            reopen: store => Task.FromResult<SessionStore>(new Disposed(() => disposed += 10)));

        await cases.Single(one => one.Name == "Lists: an empty store lists nothing").RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, disposed);
        await Assert.ThrowsAsync<ConformanceException>(() => cases.Single(one => one.Name == "Reopening: it is one location, whichever object asks").RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, disposed % 10);
        Assert.True(disposed > 10);
    }

    private static bool IsRandom(ConformanceCase one) => one.Name.StartsWith("Random: ", StringComparison.Ordinal);

    private static List<string> NamesOf(IReadOnlyList<ConformanceCase> cases) => [.. cases.Select(one => one.Name)];

    private sealed class Disposed(Action dispose) : DelegatingSessionStore(new InMemorySessionStore())
    {
        public override async ValueTask DisposeAsync()
        {
            dispose();
            await base.DisposeAsync();
        }
    }

    /// <summary>Does something at its tenth commit.</summary>
    private sealed class AtTenthCommit(Action act) : DelegatingSessionStore(new InMemorySessionStore())
    {
        public int Commits { get; private set; }

        public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
        {
            Commits++;
            if (Commits == 10)
            {
                act();
            }

            return base.CommitAsync(commit, cancellationToken);
        }
    }
}
