namespace Sessions.Testing.Tests;

/// <summary>Stores that are wrong in one thing each, as stores in the world have been, fail the case that is for it.</summary>
public class WrongStoreTests
{
    private static readonly Dictionary<string, (Func<SessionStore, TimeProvider, SessionStore> Make, string Case)> Stores = new()
    {
        [nameof(ForgetsEmptiedSlots)] = ((inner, _) => new ForgetsEmptiedSlots(inner), "State: an emptied slot is left out until it is set again"),
        [nameof(IgnoresTenants)] = ((inner, _) => new IgnoresTenants(inner), "Tenants: the border between tenant and id counts"),
        [nameof(ReadsOneTurnTooMany)] = ((inner, _) => new ReadsOneTurnTooMany(inner), "Pages: the turn that reaches a limit is still read"),
        [nameof(WritesOverOtherRevisions)] = ((inner, _) => new WritesOverOtherRevisions(inner), "Commits: a commit from another revision is a conflict"),
        [nameof(ChecksRevisionBeforehand)] = ((inner, _) => new ChecksRevisionBeforehand(inner), "Commits: of two from one revision exactly one wins, 50 times"),
        [nameof(NamesTheLoser)] = ((inner, _) => new NamesTheLoser(inner), "Commits: creating what exists is a conflict"),
        [nameof(KeepsBuffers)] = ((inner, _) => new KeepsBuffers(inner), "Turns: the store does not keep its caller's buffers"),
        [nameof(KeepsAnsweredSteps)] = ((inner, _) => new KeepsAnsweredSteps(inner), "Steps: the commit that answers their key removes them"),
        [nameof(FindsKeysInForks)] = ((inner, _) => new FindsKeysInForks(inner), "Forks: a fork's turns have no keys"),
        [nameof(ListsTwice)] = ((inner, _) => new ListsTwice(inner), "Lists: pages follow one another without gap or repetition"),
        [nameof(SkipsOneAfterACursor)] = ((inner, _) => new SkipsOneAfterACursor(inner), "Lists: pages follow one another without gap or repetition"),
        [nameof(DeletesForksToo)] = ((inner, _) => new DeletesForksToo(inner), "Forks: erasing the source leaves the fork"),
        [nameof(RaisesRevisionWithDetails)] = ((inner, _) => new RaisesRevisionWithDetails(inner), "Details: writing them leaves head, revision and order as they are"),
        [nameof(ListsExpired)] = ((inner, clock) => new ListsExpired(inner, clock), "Expiry: a session is there until it expires, and absent from then on"),
        [nameof(TrimsMessages)] = ((inner, _) => new TrimsMessages(inner), "Turns: messages come back byte for byte"),
        [nameof(DropsUnknownFields)] = ((inner, _) => new DropsUnknownFields(inner), "Turns: records come back byte for byte"),
        [nameof(RoundsTimes)] = ((inner, _) => new RoundsTimes(inner), "Sessions: a head comes back as it was committed"),
        [nameof(BelievesItsCaller)] = ((inner, _) => new BelievesItsCaller(inner), "Opening: what the caller knows of another revision is read"),
        [nameof(OpensInTwoReads)] = ((inner, _) => new OpensInTwoReads(inner), "Opening: everything is of one moment, while others commit"),
        [nameof(SharesSavedState)] = ((inner, _) => new SharesSavedState(inner), "Forks: state that the source saves later does not show in the fork"),
        [nameof(IgnoresCancellation)] = ((inner, _) => new IgnoresCancellation(inner), "Commits: an operation that is cancelled before it begins does nothing"),
        [nameof(FoldsCase)] = ((inner, _) => new FoldsCase(inner), "Sessions: ids that look alike do not meet"),
        [nameof(TakesTitlesForPatterns)] = ((inner, _) => new TakesTitlesForPatterns(inner), "Lists: by a part of the title, whatever it contains"),
        [nameof(WritesOverSteps)] = ((inner, _) => new WritesOverSteps(inner), "Steps: an ordinal that is taken is not written over"),
    };

    public static TheoryData<string> Names { get; } = [.. Stores.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_fails_the_case_for_what_it_does_wrong(string name)
    {
        var (make, expected) = Stores[name];
        var cases = SessionStoreConformance.Cases(clock => Task.FromResult(make(new InMemorySessionStore(clock), clock)));

        var failure = await Assert.ThrowsAsync<ConformanceException>(() => cases.Single(one => one.Name == expected).RunAsync(TestContext.Current.CancellationToken));

        Assert.Contains("expected", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_wrong_store_is_tried()
    {
        var stores = typeof(WrongStoreTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DelegatingSessionStore)) && !type.IsNested && type.Namespace == typeof(WrongStoreTests).Namespace);

        Assert.Equal(stores.Select(store => store.Name).Order(), Stores.Keys.Order());
    }
}
