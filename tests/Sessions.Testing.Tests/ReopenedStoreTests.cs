namespace Sessions.Testing.Tests;

/// <summary>The cases of sessions that two objects have open can be passed, and notice an object that knows only its own.</summary>
public class ReopenedStoreTests
{
    private static readonly IReadOnlyList<ConformanceCase> Cases = CasesOf(store => store.Reopened());

    public static TheoryData<string> Names { get; } = [.. Cases.Select(one => one.Name).Where(name => name.StartsWith("Reopening: ", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Two_objects_have_the_same_sessions(string name) => Cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_object_with_sessions_of_its_own_fails(string name)
    {
        var cases = CasesOf(_ => new Opened(new InMemorySessionStore()));

        await Assert.ThrowsAsync<ConformanceException>(() => cases.Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken));
    }

    private static IReadOnlyList<ConformanceCase> CasesOf(Func<Opened, Opened> reopen) => SessionStoreConformance.Cases(
        () => Task.FromResult<SessionStore>(new Opened(new InMemorySessionStore())),
        reopen: store => Task.FromResult<SessionStore>(reopen((Opened)store)));

    /// <summary>One of several objects on one store, in which there is nothing to dispose.</summary>
    private sealed class Opened(InMemorySessionStore inner) : DelegatingSessionStore(inner)
    {
        public Opened Reopened() => new(inner);
    }
}
