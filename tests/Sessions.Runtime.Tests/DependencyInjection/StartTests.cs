using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessions.Agents;

namespace Sessions.Tests.DependencyInjection;

/// <summary>What is registered wrongly is found when the host starts.</summary>
public class StartTests
{
    private readonly QueuedAnswerClient _client = new();
    private readonly ServiceCollection _services = new();

    [Fact]
    public async Task What_is_registered_rightly_starts_and_no_model_is_asked()
    {
        _services.AddSingleton<IChatClient>(_client).AddSingleton<SessionStore>(new InMemorySessionStore()).AddScoped<Scoped>();
        _services.AddAgentSessions()
            .AddContextProvider<NeedsScoped>("scoped")
            .AddAgent("a", (_, options) => options.ProviderNames.Add("scoped"))
            .AddAgent("b", (_, options) => options.Name = "other");
        _services.AddAgentSessions().AddAgent("c");

        await StartAsync();

        Assert.Empty(_client.Requests);
        Assert.Single(_services, service => service.ServiceType == typeof(IHostedService));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task That_nothing_keeps_an_agents_sessions_is_logged(bool hasStore)
    {
        var logs = new RecordingLoggerFactory();
        _services.AddSingleton<ILoggerFactory>(logs).AddSingleton<IChatClient>(_client).AddAgentSessions().AddAgent("a");
        if (hasStore)
        {
            _services.AddSingleton<SessionStore>(new InMemorySessionStore());
        }

        await StartAsync();

        Assert.Equal(hasStore ? [] : [(19, LogLevel.Information)], logs.Events);
    }

    [Theory]
    [InlineData("unknown provider", "Agent 'a' names the provider 'nowhere', and none is registered under that name")]
    [InlineData("provider that cannot be made", "Unable to resolve service for type")]
    [InlineData("no client", "Agent 'a' has no chat client: no IChatClient is registered. Register one")]
    [InlineData("no client of a key", "no IChatClient is registered under the key 'fast'")]
    [InlineData("one name", "The agents that are registered as 'a' and 'b' both have the name 'same'")]
    [InlineData("two loaders", "load")]
    [InlineData("unusable store", "The store BrokenStore could not be used: no such volume")]
    [InlineData("unusable store of an agent", "The store BrokenStore could not be used: no such volume")]
    [InlineData("options that fail", "no such section")]
    public async Task What_is_registered_wrongly_is_named(string mistake, string reason)
    {
        var builder = _services.AddAgentSessions();
        if (!mistake.StartsWith("no client", StringComparison.Ordinal))
        {
            _services.AddSingleton<IChatClient>(_client);
        }

        _ = mistake switch
        {
            "unknown provider" => builder.AddAgent("a", (_, options) => options.ProviderNames.Add("nowhere")),
            "provider that cannot be made" => builder.AddContextProvider<NeedsScoped>("p").AddAgent("a", (_, options) => options.ProviderNames.Add("p")),
            "no client of a key" => builder.AddAgent("a", (_, options) => options.ChatClientKey = "fast"),
            "one name" => builder.AddAgent("a", (_, options) => options.Name = "same").AddAgent("b", (_, options) => options.Name = "same"),
            "two loaders" => builder.AddContextProvider<InMemoryHistoryProvider>("p").AddContextProvider<Loader>("q").AddAgent("a", (_, options) => options.ProviderNames = ["p", "q"]),
            "unusable store of an agent" => builder.AddAgent("a", (_, options) => options.SessionStore = new BrokenStore()),
            "options that fail" => builder.AddAgent("a", (_, _) => throw new FormatException("no such section")),
            _ => builder.AddAgent("a"),
        };
        if (mistake == "unusable store")
        {
            _services.AddSingleton<SessionStore>(new BrokenStore());
        }

        var error = await Assert.ThrowsAnyAsync<Exception>(StartAsync);

        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(_client.Requests);
    }

    [Fact]
    public void A_second_agent_of_one_name_does_not_take_the_place_of_the_first()
    {
        _services.AddKeyedSingleton<object>("a", new object());
        _services.AddAgentSessions().AddAgent("a");

        var error = Assert.Throws<ArgumentException>("name", () => _services.AddAgentSessions().AddAgent("a"));

        Assert.StartsWith("An agent is registered as 'a' already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_check_asks_the_store()
    {
        var store = new BrokenStore { IsBroken = false };
        _services.AddSingleton<SessionStore>(store).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddHealthChecks().AddSessionStore(tags: ["ready"]);
        await using var provider = _services.BuildServiceProvider(validateScopes: true);
        var health = provider.GetRequiredService<HealthCheckService>();

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
        store.IsBroken = true;
        var entry = Assert.Single((await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Entries).Value;

        Assert.Equal((HealthStatus.Unhealthy, "The store BrokenStore could not be used: no such volume"), (entry.Status, entry.Description));
        Assert.IsType<SessionStoreException>(entry.Exception);
    }

    private async Task StartAsync()
    {
        await using var provider = _services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        foreach (var hosted in provider.GetServices<IHostedService>())
        {
            await hosted.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    private sealed class Scoped;

    private sealed class NeedsScoped(Scoped scoped) : AIContextProvider
    {
        public override string SourceId => $"{scoped}";
    }

    private sealed class Loader : HistoryProvider
    {
        public override string SourceId => "q";

        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => default;
    }

    private sealed class BrokenStore() : DelegatingSessionStore(new InMemorySessionStore())
    {
        public bool IsBroken { get; set; } = true;

        public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default) =>
            IsBroken ? throw new IOException("no such volume") : base.OpenAsync(key, opening, cancellationToken);

        public override async ValueTask ProbeAsync(CancellationToken cancellationToken = default) => await OpenAsync(new SessionKey("any"), SessionOpening.Head, cancellationToken);
    }
}
