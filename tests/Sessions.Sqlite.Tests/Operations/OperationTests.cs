using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessions.Agents;

namespace Sessions.Sqlite.Tests.Operations;

/// <summary>What the guide to operations does, does what it says.</summary>
public sealed class OperationTests : IAsyncDisposable
{
    private static readonly SessionKey Alice = new("acme", "alice-42");

    private readonly DatabaseFile _file = new();
    private readonly ScriptedModel _model = new();
    private readonly ServiceProvider _services;

    public OperationTests()
    {
        var services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddSingleton<IChatClient>(_model);
        Operator.Register(services, _file.ConnectionString);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    private AIAgent Agent => _services.GetRequiredKeyedService<AIAgent>("Guide");

    private SessionStore Store => _services.GetRequiredService<SessionStore>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task What_is_registered_expires_and_is_healthy()
    {
        await TalkAsync(Alice, "Hello.");

        var stored = await Store.LoadAsync(Alice);
        Assert.InRange(stored!.Details!.ExpiresAt - DateTimeOffset.UtcNow ?? default, TimeSpan.FromDays(89), TimeSpan.FromDays(90));
        Assert.Equal(HealthStatus.Healthy, (await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
    }

    [Fact]
    public async Task A_backup_is_a_database_and_still_has_what_is_erased_later()
    {
        await TalkAsync(Alice, "I live in Samarkand.");
        var backup = _file.Path + ".backup";
        await Operator.BackUpAsync(Store, backup);
        await Operator.EraseSessionAsync(Agent);

        await using var copy = new SqliteSessionStore($"Data Source={backup}");
        Assert.NotNull(await copy.LoadAsync(Alice));
        Assert.Null(await Store.LoadAsync(Alice));
        await Assert.ThrowsAsync<IOException>(() => Operator.BackUpAsync(Store, backup));
    }

    [Fact]
    public async Task A_backup_takes_the_place_of_the_database()
    {
        await TalkAsync(Alice, "Hello.");
        var backup = _file.Path + ".backup";
        await Operator.BackUpAsync(Store, backup);
        await TalkAsync(new SessionKey("acme", "later"), "Hello.");
        await _services.DisposeAsync();

        File.Move(backup, _file.Path, overwrite: true);
        File.Delete(_file.Path + "-wal");
        File.Delete(_file.Path + "-shm");

        await using var store = new SqliteSessionStore(_file.ConnectionString);
        Assert.Equal(["alice-42"], await store.ListAsync(new SessionQuery { Tenant = "acme" }).Select(session => session.Key.Id).ToListAsync());
    }

    [Fact]
    public async Task Sessions_from_before_get_a_time_with_their_next_commit_if_it_is_sliding()
    {
        foreach (var (key, expiration) in new[] { (new SessionKey("sliding"), SessionExpiration.Sliding(TimeSpan.FromDays(1))), (new SessionKey("fixed"), SessionExpiration.Fixed(TimeSpan.FromDays(1))) })
        {
            await using var store = new SqliteSessionStore(_file.ConnectionString);
            await SayAsync(store, key);
            await SayAsync(store.WithExpiration(expiration), key);

            Assert.Equal(expiration.IsSliding, (await store.LoadAsync(key))!.Details?.ExpiresAt is not null);
        }
    }

    [Fact]
    public async Task Steps_that_are_old_are_purged()
    {
        var clock = new ManualClock();
        await using var store = new SqliteSessionStore(_file.ConnectionString, clock);
        await store.AppendStepAsync(Alice, "k", new StoredStep { Ordinal = 1, Json = "1"u8.ToArray(), ExpiresAt = clock.GetUtcNow() + SessionStore.StepRetention });

        clock.Advance(SessionStore.StepRetention - TimeSpan.FromTicks(1));
        Assert.Equal(0, await store.PurgeAsync(10));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, await store.PurgeAsync(10));
        Assert.Equal(0L, _file.Execute("SELECT count(*) FROM steps"));
    }

    [Fact]
    public async Task A_session_an_owner_and_a_tenant_are_erased_whoever_else_is_there()
    {
        SessionKey[] others = [new("acme", "bob-1"), new("other", "alice-42")];
        foreach (var key in others.Append(Alice).Append(new SessionKey("acme", "alice-43")))
        {
            var session = await TalkAsync(key, "Hello.");
            await Agent.UpdateDetailsAsync(session, details => details with { Owner = key.Id.Split('-')[0] });
        }

        await Operator.EraseSessionAsync(Agent);
        Assert.Equal(["alice-43", "bob-1"], await IdsAsync("acme"));
        await Operator.EraseOwnerAsync(Agent);
        Assert.Equal(["bob-1"], await IdsAsync("acme"));
        await Operator.EraseTenantAsync(Agent);
        Assert.Empty(await IdsAsync("acme"));
        Assert.Equal(["alice-42"], await IdsAsync("other"));
        await Operator.GiveBackAsync((SqliteSessionStore)Store);
        await Operator.RewriteAsync((SqliteSessionStore)Store);
        Assert.Equal(["alice-42"], await IdsAsync("other"));
    }

    [Fact]
    public async Task The_first_search_makes_the_index_and_later_turns_are_in_it()
    {
        await TalkAsync(Alice, "A refund of my invoice, please.");
        await TalkAsync(new SessionKey("acme", "bob-1"), "My invoice, please.");
        Assert.Equal(0L, CountIndex());

        Assert.Equal(["alice-42"], (await Operator.SearchAsync(Agent)).Select(session => session.Key.Id));
        Assert.Equal(1L, CountIndex());

        await using (var elsewhere = new SqliteSessionStore(_file.ConnectionString))
        {
            await SayAsync(elsewhere, new SessionKey("acme", "bob-1"), "And a REFUND.");
        }

        Assert.Equal(["bob-1", "alice-42"], (await Operator.SearchAsync(Agent)).Select(session => session.Key.Id));

        long CountIndex() => (long)_file.Execute("SELECT count(*) FROM sqlite_schema WHERE name = 'turn_text'")!;
    }

    /// <summary>A turn of the agent in another process.</summary>
    private async Task SayAsync(SessionStore store, SessionKey key, string message = "Hello.")
    {
        var agent = _model.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = store });
        await agent.RunAsync(message, await agent.GetSessionAsync(key));
    }

    private async Task<AgentSession> TalkAsync(SessionKey key, string message)
    {
        var session = await Agent.GetSessionAsync(key);
        await Agent.RunAsync(message, session);
        return session;
    }

    private async Task<List<string>> IdsAsync(string tenant) =>
        await Store.ListAsync(new SessionQuery { Tenant = tenant, Order = SessionOrder.Id }).Select(session => session.Key.Id).ToListAsync();
}
