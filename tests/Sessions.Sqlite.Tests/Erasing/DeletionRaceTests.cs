namespace Sessions.Sqlite.Tests.Erasing;

/// <summary>Deleting by a query takes what fits then, and no session that a turn has made fit no more.</summary>
public sealed class DeletionRaceTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_session_that_a_turn_has_just_made_young_is_not_deleted_for_its_age()
    {
        var outcomes = new Dictionary<CommitOutcome, int> { [CommitOutcome.Committed] = 0, [CommitOutcome.Conflict] = 0 };
        using var store = new SqliteSessionStore(_file.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
        using var elsewhere = new SqliteSessionStore(_file.ConnectionString, new SqliteSessionStoreOptions { SynchronousMode = SqliteSynchronousMode.Normal });
        for (var round = 0; round < TestScale.Of(100); round++)
        {
            var keys = Enumerable.Range(0, 40).Select(number => new SessionKey($"{round}", $"s{number}")).ToList();
            foreach (var key in keys)
            {
                await store.CommitAsync(Turn(key, 1, StoreData.Time));
            }

            var deleting = Task.Run(async () => await elsewhere.DeleteSessionsAsync(new SessionQuery { Tenant = $"{round}", UpdatedBefore = StoreData.Time.AddDays(1) }));
            var results = await Task.WhenAll(keys.Select(key => Task.Run(async () => (key, (await store.CommitAsync(Turn(key, 2, StoreData.Time.AddDays(2)))).Outcome))));
            var deleted = await deleting;

            foreach (var (key, outcome) in results)
            {
                outcomes[outcome]++;
                Assert.Equal(outcome == CommitOutcome.Committed, await store.LoadAsync(key) is not null);
            }

            Assert.Equal(results.Count(result => result.Outcome == CommitOutcome.Conflict), deleted);
        }

        Assert.All(outcomes.Values, count => Assert.NotEqual(0, count));
    }

    private static SessionCommit Turn(SessionKey key, long number, DateTimeOffset at) => new()
    {
        ExpectedRevision = number == 1 ? null : number - 1,
        Head = StoreData.Head(key, number, number) with { UpdatedAt = at },
        Turns = [StoreData.Turn(number, "1")],
    };
}
