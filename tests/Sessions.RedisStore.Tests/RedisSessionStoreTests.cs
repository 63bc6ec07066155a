using System.Runtime.CompilerServices;
using Sessions.Testing;
using StackExchange.Redis;

namespace Sessions.RedisStore.Tests;

/// <summary>The store of the guide does all that a store must.</summary>
public class RedisSessionStoreTests(RedisConnection redis)
{
    public static TheoryData<string> Names { get; } = [.. CasesOf(database: null!).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_is_a_store(string name) => CasesOf(redis.Database).Single(one => one.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task It_agrees_with_the_model_over_a_long_random_sequence(int seed) => CasesOf(redis.Database, TestScale.Of(10_000), seed)
        .Single(one => one.Name.StartsWith("Random: ", StringComparison.Ordinal)).RunAsync(TestContext.Current.CancellationToken);

    private static IReadOnlyList<ConformanceCase> CasesOf(IDatabase database, int randomSteps = 500, int seed = 1)
    {
        var opened = new ConditionalWeakTable<SessionStore, Func<SessionStore>>();
        return SessionStoreConformance.Cases(clock => OpenAsync(RedisConnection.NewPrefix(), clock), reopen: store =>
            Task.FromResult(opened.TryGetValue(store, out var another) ? another() : throw new InvalidOperationException()), randomSteps: randomSteps, seed: seed);

        Task<SessionStore> OpenAsync(string prefix, TimeProvider clock)
        {
            SessionStore Open() => new RedisSessionStore(database, prefix, clock);
            var store = Open();
            opened.Add(store, Open);
            return Task.FromResult(store);
        }
    }
}
