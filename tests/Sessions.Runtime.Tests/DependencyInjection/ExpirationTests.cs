using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sessions.Agents;

namespace Sessions.Tests.DependencyInjection;

/// <summary>Sessions that expire, and are removed.</summary>
public class ExpirationTests
{
    private readonly ManualClock _clock = new();
    private readonly InMemorySessionStore _store;

    public ExpirationTests() => _store = new InMemorySessionStore(_clock);

    private ChatClientAgent Agent(SessionExpiration expiration) => new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store.WithExpiration(expiration), TimeProvider = _clock });

    [Fact]
    public async Task A_fixed_time_is_told_from_the_creation_and_a_sliding_one_from_the_latest_turn()
    {
        var (isFixed, sliding) = (Agent(SessionExpiration.Fixed(TimeSpan.FromDays(2))), Agent(SessionExpiration.Sliding(TimeSpan.FromDays(2))));
        await isFixed.RunAsync("one", await isFixed.GetSessionAsync("fixed"));
        await sliding.RunAsync("one", await sliding.GetSessionAsync("sliding"));
        _clock.Advance(TimeSpan.FromDays(1));
        await isFixed.RunAsync("two", await isFixed.GetSessionAsync("fixed"));
        await sliding.RunAsync("two", await sliding.GetSessionAsync("sliding"));
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Null(await isFixed.FindSessionAsync(new SessionKey("fixed")));
        Assert.Equal(StoreData.Time.AddDays(3), (await sliding.FindSessionAsync(new SessionKey("sliding")))!.Details.ExpiresAt);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await sliding.ListSessionsAsync().ToListAsync());
    }

    [Fact]
    public async Task What_a_session_itself_says_counts()
    {
        var agent = Agent(SessionExpiration.Fixed(TimeSpan.FromDays(2)));
        var session = await agent.GetSessionAsync("s");
        await agent.UpdateDetailsAsync(session, details => details with { ExpiresAt = StoreData.Time.AddDays(9) });
        await agent.RunAsync("one", session);
        _clock.Advance(TimeSpan.FromDays(8));

        Assert.NotNull(await agent.FindSessionAsync(session.Key));
    }

    [Fact]
    public async Task A_turn_that_runs_when_its_session_expires_commits_and_a_sliding_session_lives_on()
    {
        var model = new ScriptedModel(_ => ModelAnswer.Of("late").After(_ =>
        {
            _clock.Advance(TimeSpan.FromDays(2.5));
            return Task.CompletedTask;
        }));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store.WithExpiration(SessionExpiration.Sliding(TimeSpan.FromDays(2))), TimeProvider = _clock });
        var session = await agent.CreateSessionAsync("s");

        await agent.RunAsync("slow", session);

        Assert.Equal(0, await _store.PurgeAsync(10, TimeSpan.FromDays(1), TestContext.Current.CancellationToken));
        Assert.Equal(1, (await agent.FindSessionAsync(session.Key))!.CurrentTurn);
    }

    [Fact]
    public async Task A_fork_has_a_time_of_its_own()
    {
        var agent = Agent(SessionExpiration.Fixed(TimeSpan.FromDays(2)));
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("one", session);
        _clock.Advance(TimeSpan.FromDays(1));
        var fork = await agent.ForkSessionAsync(session, sessionId: "f");
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Null(await agent.FindSessionAsync(session.Key));
        Assert.Equal(1, (await agent.FindSessionAsync(fork.Key))!.CurrentTurn);
    }

    [Fact]
    public async Task A_host_removes_what_has_expired_in_batches_and_goes_on_after_a_failure()
    {
        var failing = new FailingPurge(_store);
        using var logs = new RecordingLoggerFactory();
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(logs).AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton<IChatClient>(new ScriptedModel()).AddSingleton<SessionStore>(failing);
        services.AddAgentSessions().AddAgent("A", (_, options) => options.TimeProvider = _clock).ExpireSessions(SessionExpiration.Fixed(TimeSpan.FromMinutes(1)))
            .AddSessionPurge(options => (options.Interval, options.Grace, options.BatchSize) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromHours(1), 2));
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var agent = provider.GetRequiredKeyedService<AIAgent>("A");
        for (var i = 0; i < 5; i++)
        {
            await agent.CreateSessionAsync($"s{i}");
        }

        _clock.Advance(TimeSpan.FromMinutes(30));
        var hosted = provider.GetServices<IHostedService>().ToList();
        foreach (var service in hosted)
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
        }

        await failing.WaitAsync(calls: 3);
        Assert.Empty(failing.Batches);
        failing.FailOnce();
        _clock.Advance(TimeSpan.FromHours(2));
        await failing.WaitAsync(purged: 5);
        foreach (var service in hosted)
        {
            await service.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal([2, 2, 1], failing.Batches);
        var logged = Assert.Single(logs.Entries, entry => entry.Id == 20);
        Assert.Equal(("PurgeFailed", LogLevel.Warning), (logged.Name, logged.Level));
        Assert.Equal("no such volume", Assert.IsType<SessionStoreException>(logged.Exception).InnerException?.Message);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SessionExpiration.Fixed(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddAgentSessions().AddSessionPurge(options => options.BatchSize = 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddAgentSessions().AddSessionPurge(options => options.Interval = TimeSpan.Zero));
    }

    /// <summary>Purges in the time of a host, and fails once when it is told to.</summary>
    private sealed class FailingPurge(SessionStore inner) : DelegatingSessionStore(inner)
    {
        private readonly Lock _gate = new();
        private readonly List<int> _batches = [];
        private int _calls;
        private bool _fails;

        /// <summary>How many sessions each call removed, of the calls that removed any.</summary>
        public int[] Batches
        {
            get
            {
                lock (_gate)
                {
                    return [.. _batches];
                }
            }
        }

        public void FailOnce()
        {
            lock (_gate)
            {
                _fails = true;
            }
        }

        public override async ValueTask<int> PurgeAsync(int maxCount, TimeSpan grace = default, CancellationToken cancellationToken = default)
        {
            Begin();
            var purged = await base.PurgeAsync(maxCount, grace, cancellationToken);
            Keep(purged);
            return purged;
        }

        public async Task WaitAsync(int calls = 0, int purged = 0)
        {
            for (var waited = Stopwatch.StartNew(); !Has(calls, purged); await Task.Delay(5, TestContext.Current.CancellationToken))
            {
                Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), $"The host was to call {calls} times and to remove {purged} sessions, and removed [{string.Join(", ", Batches)}].");
            }
        }

        private void Begin()
        {
            lock (_gate)
            {
                _calls++;
                var fails = _fails;
                _fails = false;
                if (fails)
                {
                    throw new IOException("no such volume");
                }
            }
        }

        private void Keep(int purged)
        {
            lock (_gate)
            {
                if (purged > 0)
                {
                    _batches.Add(purged);
                }
            }
        }

        private bool Has(int calls, int purged)
        {
            lock (_gate)
            {
                return _calls >= calls && _batches.Sum() >= purged;
            }
        }
    }
}
