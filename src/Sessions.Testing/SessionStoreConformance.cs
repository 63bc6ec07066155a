namespace Sessions.Testing;

/// <summary>What every <see cref="SessionStore"/> must do, as cases that any test framework can run.</summary>
/// <example>
/// <code>
/// public class MyStoreTests
/// {
///     private static readonly IReadOnlyList&lt;ConformanceCase&gt; Cases = SessionStoreConformance.Cases(
///         clock =&gt; Task.FromResult&lt;SessionStore&gt;(new MyStore(clock)));
///
///     public static TheoryData&lt;string&gt; Names { get; } = [.. Cases.Select(one =&gt; one.Name)];
///
///     [Theory]
///     [MemberData(nameof(Names))]
///     public Task My_store_is_a_store(string name) =&gt; Cases.Single(one =&gt; one.Name == name).RunAsync();
/// }
/// </code>
/// </example>
public static class SessionStoreConformance
{
    private const int DefaultSteps = 500;
    private const int DefaultSeed = 1;

    private static readonly StoreCase[][] Topics =
    [
        SessionCases.All, TurnCases.All, PageCases.All, BranchCases.All, StateCases.All, CommitCases.All, KeyCases.All, StepCases.All, OpeningCases.All, ForkCases.All, ForkErasureCases.All, DetailsCases.All, ListCases.All,
        FilterCases.All, UsageCases.All, DeletionCases.All, ExpiryCases.All, TenantCases.All, ReopeningCases.All,
    ];

    /// <summary>The cases for stores that do not go by a clock of the case's: all but those in which time passes.</summary>
    /// <param name="create">Makes a store that is new and empty, for each case, which disposes it.</param>
    /// <param name="capabilities">What the stores can do besides what every store does.</param>
    /// <param name="reopen">
    /// Opens the sessions of a store with another object, as another process does; the store itself stays open, and the case disposes
    /// both. Without it those cases are left out that need it.
    /// </param>
    /// <param name="randomSteps">How many operations the random sequence has.</param>
    /// <param name="seed">Which random sequence it is. The message of a failure names it.</param>
    public static IReadOnlyList<ConformanceCase> Cases(
        Func<Task<SessionStore>> create,
        SessionStoreCapabilities capabilities = SessionStoreCapabilities.None,
        Func<SessionStore, Task<SessionStore>>? reopen = null,
        int randomSteps = DefaultSteps,
        int seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(create);
        return CasesOf(async token => new StoreScene(await create().ConfigureAwait(false), clock: null, reopen, token), hasClock: false, capabilities, reopen is not null, randomSteps, seed);
    }

    /// <summary>All cases, for stores whose sessions and steps expire by a clock that they are given.</summary>
    /// <param name="create">Makes a store that is new and empty, and goes by a clock, for each case, which disposes it.</param>
    /// <inheritdoc cref="Cases(Func{Task{SessionStore}}, SessionStoreCapabilities, Func{SessionStore, Task{SessionStore}}, int, int)" path="/param"/>
    public static IReadOnlyList<ConformanceCase> Cases(
        Func<TimeProvider, Task<SessionStore>> create,
        SessionStoreCapabilities capabilities = SessionStoreCapabilities.None,
        Func<SessionStore, Task<SessionStore>>? reopen = null,
        int randomSteps = DefaultSteps,
        int seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(create);
        return CasesOf(
            async token =>
            {
                var clock = new SteppedClock();
                return new StoreScene(await create(clock).ConfigureAwait(false), clock, reopen, token);
            },
            hasClock: true,
            capabilities,
            reopen is not null,
            randomSteps,
            seed);
    }

    private static List<ConformanceCase> CasesOf(
        Func<CancellationToken, Task<StoreScene>> open, bool hasClock, SessionStoreCapabilities capabilities, bool hasReopening, int randomSteps, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(randomSteps, 1);
        var text = capabilities.HasFlag(SessionStoreCapabilities.TextSearch) ? TextSearchCases.All : TextSearchCases.OfStoresWithout;
        var leases = capabilities.HasFlag(SessionStoreCapabilities.Leases) ? LeaseCases.All : [];
        var cases = Topics.Append(text).Append(leases).SelectMany(topic => topic)
            .Where(one => (hasClock || !one.NeedsClock) && (hasReopening || !one.NeedsReopening))
            .Append(new StoreCase("Sessions: a store says what it can do", scene => SaysCapabilitiesAsync(scene, capabilities)))
            .Append(RandomCase.Of(randomSteps, seed));
        return [.. cases.Select(one => new ConformanceCase(one.Name, token => RunAsync(one, open, token)))];
    }

    private static async Task RunAsync(StoreCase one, Func<CancellationToken, Task<StoreScene>> open, CancellationToken cancellationToken)
    {
        var scene = await open(cancellationToken).ConfigureAwait(false);
        await using (scene.ConfigureAwait(false))
        {
            await one.Run(scene).ConfigureAwait(false);
        }
    }

    private static Task SaysCapabilitiesAsync(StoreScene scene, SessionStoreCapabilities capabilities)
    {
        Check.Equal(capabilities, scene.Store.Capabilities, "Capabilities, beside those that the cases were asked for with");
        return Task.CompletedTask;
    }
}
