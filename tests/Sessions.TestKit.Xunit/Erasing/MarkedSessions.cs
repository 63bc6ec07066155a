using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Sessions.TestKit;

/// <summary>Sessions that have a word in every place where a user's words are kept, among others that have it nowhere; and where the word still is.</summary>
/// <param name="store">The store.</param>
/// <param name="tenant">The tenant of the sessions that have the word.</param>
/// <param name="count">Counts how often a word is where the store keeps things.</param>
public sealed class MarkedSessions(SessionStore store, string tenant, Func<string, int> count)
{
    public const string Marker = "Zanzibar";
    public const string MarkedTenant = "tenant " + Marker;
    public const string Owner = "owner " + Marker;

    private const int Sessions = 5;

    private readonly Random _random = new(1);

    /// <summary>All sessions that have the word.</summary>
    public IReadOnlyList<SessionKey> Keys => [.. Enumerable.Range(0, Sessions).Select(Key), Fork];

    /// <summary>A fork of the first session, in the middle of it.</summary>
    public SessionKey Fork { get; } = new(tenant, $"fork {Marker}");

    /// <summary>A session that has nothing but steps of a turn.</summary>
    public SessionKey Uncommitted { get; } = new(tenant, $"never {Marker}");

    private SessionKey Key(int number) => new(tenant, $"session {number} {Marker}");

    private SessionKey Bystander(int number) => new(tenant == MarkedTenant ? "beside" : tenant, $"bystander {number}");

    /// <summary>Makes the sessions, in turn with the bystanders, so that they share pages.</summary>
    public async Task CreateAsync(int turns)
    {
        for (long number = 1; number <= turns / Sessions; number++)
        {
            for (var session = 0; session < Sessions; session++)
            {
                await CommitAsync(Key(session), number, Marker, Owner);
                await CommitAsync(Bystander(session), number, "nothing", owner: "someone");
            }

            if (number == turns / Sessions / 2)
            {
                var fork = new SessionFork { Source = Key(0), Key = Fork, AgentId = "agent", CreatedAt = StoreData.Time };
                Assert.Equal(CommitOutcome.Committed, (await store.ForkAsync(fork)).Outcome);
            }
        }

        await AddUnfinishedAsync();
    }

    /// <summary>Asserts that the sessions beside are as they were.</summary>
    public async Task AssertBystandersAsync(int turns)
    {
        for (var session = 0; session < Sessions; session++)
        {
            var page = await store.ReadTurnsAsync(Bystander(session), new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true, Limits = new TurnLimits { MaxBytes = long.MaxValue } });
            Assert.Equal(Enumerable.Range(1, turns / Sessions).Select(number => (long)number), page.Turns.Numbers());
        }
    }

    /// <summary>How often the word is where the store keeps things.</summary>
    public int Count() => count(Marker);

    /// <summary>A commit that has nothing to do with any of it.</summary>
    public async Task CommitElsewhereAsync(int number) => Assert.Equal(
        CommitOutcome.Committed,
        (await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey($"elsewhere {number}")) })).Outcome);

    private async Task CommitAsync(SessionKey key, long number, string word, string owner)
    {
        var details = new SessionDetails { Title = $"title {word}", Owner = owner, Metadata = ImmutableDictionary<string, string>.Empty.Add($"key {word}", $"value {word}") };
        var result = await store.CommitAsync(new SessionCommit
        {
            ExpectedRevision = number == 1 ? null : number - 1,
            Head = StoreData.Head(key, number, number) with { ServiceSessionId = number % 10 == 0 ? $"service {word}" : null },
            Details = number == 1 ? details : null,
            Turns =
            [
                StoreData.Turn(number, Text(word, _random.Next(1, 80)), Text(word, _random.Next(1, 400))) with
                {
                    Id = $"{word}-{key.Id}-{number}",
                    Record = Encoding.UTF8.GetBytes($$"""{"response":"{{word}}"}"""),
                    TurnKey = number % 3 == 0 ? $"key {word} {number}" : null,
                    InputHash = number % 3 == 0 ? Encoding.UTF8.GetBytes($"hash {word}") : null,
                    State = number % 2 == 0 ? [] : [StoreData.Value($"slot {word}", Text(word, 3)), StoreData.Value($"large {word}", Text(word, 200 + (int)number))],
                },
            ],
            State = number % 7 == 0 ? [StoreData.Value($"saved {word}", Text(word, 5)), StoreData.Value("saved large", Text(word, 300))] : [],
        });
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
    }

    /// <summary>Steps of turns that never committed, in sessions that are there and in one that never was.</summary>
    private async Task AddUnfinishedAsync()
    {
        foreach (var key in Keys.Append(Uncommitted))
        {
            for (var ordinal = 0; ordinal < 5; ordinal++)
            {
                var step = new StoredStep { Ordinal = ordinal, Json = Encoding.UTF8.GetBytes(Text(Marker, 100 * ordinal)), ExpiresAt = StoreData.Time.AddYears(100) };
                Assert.Equal(StepOutcome.Appended, await store.AppendStepAsync(key, $"unfinished {Marker}", step));
            }
        }

        Assert.Equal(
            StepOutcome.Appended,
            await store.AppendStepAsync(Bystander(0), "unfinished", new StoredStep { Ordinal = 0, Json = "1"u8.ToArray(), ExpiresAt = StoreData.Time.AddYears(100) }));
    }

    private static string Text(string word, int count) => '"' + string.Join(' ', Enumerable.Range(0, count).Select(i => word + i.ToString(CultureInfo.InvariantCulture))) + '"';
}
