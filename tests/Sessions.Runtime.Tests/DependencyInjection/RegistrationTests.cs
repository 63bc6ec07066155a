using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

namespace Sessions.Tests.DependencyInjection;

public class RegistrationTests
{
    private readonly QueuedAnswerClient _client = new();

    [Fact]
    public async Task An_agent_takes_its_client_store_and_providers_from_the_container()
    {
        var store = new InMemorySessionStore();
        var services = new ServiceCollection().AddSingleton<IChatClient>(_client).AddSingleton<SessionStore>(store).AddSingleton<Counter>();
        services.AddAgentSessions()
            .AddContextProvider<ScopedProvider>("scoped")
            .AddAgent("support", (_, options) =>
            {
                options.ChatOptions = new() { Instructions = "Help." };
                options.ProviderNames.Add("scoped");
            });
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var agent = provider.GetRequiredKeyedService<AIAgent>("support");

        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        Assert.Equal("support", agent.Name);
        Assert.Equal("Help.\nInstance 2", _client.Last.Options!.Instructions);
        Assert.Equal((2, 2), (provider.GetRequiredService<Counter>().Made, provider.GetRequiredService<Counter>().Disposed));
        Assert.NotNull(await store.LoadAsync(new SessionKey("s")));
    }

    [Fact]
    public async Task A_keyed_client_is_used_where_the_options_name_it()
    {
        var services = new ServiceCollection().AddKeyedSingleton<IChatClient>("fast", _client);
        services.AddAgentSessions().AddAgent("a", (_, options) => options.ChatClientKey = "fast");
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<AIAgent>("a").RunAsync("hi");

        Assert.Single(_client.Requests);
    }

    [Fact]
    public async Task A_provider_that_is_not_registered_is_named()
    {
        var services = new ServiceCollection().AddSingleton<IChatClient>(_client);
        services.AddAgentSessions().AddAgent("a", (_, options) => options.ProviderNames.Add("nowhere"));
        await using var provider = services.BuildServiceProvider();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => provider.GetRequiredKeyedService<AIAgent>("a").RunAsync("hi"));

        Assert.StartsWith("Agent 'a' names the provider 'nowhere', and none is registered under that name.", error.Message, StringComparison.Ordinal);
        Assert.Empty(_client.Requests);
    }

    [Fact]
    public void Another_provider_of_one_name_is_refused_and_the_same_is_registered_once()
    {
        var builder = new ServiceCollection().AddAgentSessions().AddContextProvider<UndisposableHistory>("history").AddContextProvider<UndisposableHistory>("history");

        var error = Assert.Throws<InvalidOperationException>(() => builder.AddContextProvider<UndisposableProvider>("history"));

        Assert.Contains("is registered under the name 'history' already", error.Message, StringComparison.Ordinal);
        Assert.Single(builder.Services, service => service.ServiceType == typeof(AIContextProvider));
    }

    [Theory]
    [InlineData("Agent 'a' names the provider 'history' twice. Name it once.", "history", "history")]
    [InlineData("Agent 'a' names the providers 'history' and 'archive', which load the history each, and the model would be sent it twice. Set LoadMessages = false on those that only keep a copy.", "history", "other", "archive")]
    public async Task An_agent_that_names_providers_that_cannot_be_together_is_refused_when_it_is_made(string message, params string[] names)
    {
        var services = new ServiceCollection().AddSingleton<IChatClient>(_client);
        services.AddAgentSessions()
            .AddContextProvider<UndisposableHistory>("history", loadsMessages: true)
            .AddContextProvider<UndisposableHistory>("archive", loadsMessages: true)
            .AddContextProvider<UndisposableProvider>("other")
            .AddAgent("a", (_, options) => options.ProviderNames = names);
        await using var provider = services.BuildServiceProvider();

        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => provider.GetRequiredKeyedService<AIAgent>("a")).Message);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_disposed_costs_neither_the_answer_nor_the_turns_own_error()
    {
        _client.Answer("fine").Fail(new HttpRequestException("down"));
        var services = new ServiceCollection().AddSingleton<IChatClient>(_client);
        services.AddAgentSessions().AddContextProvider<UndisposableProvider>("bad").AddAgent("a", (_, options) => options.ProviderNames.Add("bad"));
        await using var provider = services.BuildServiceProvider();
        var agent = provider.GetRequiredKeyedService<AIAgent>("a");

        Assert.Equal("fine", (await agent.RunAsync("hi")).Text);
        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("hi"));
    }

    [Fact]
    public async Task A_provider_that_cannot_be_disposed_does_not_hide_why_a_turn_could_not_begin()
    {
        _client.Answer("fine");
        var services = new ServiceCollection().AddSingleton<IChatClient>(_client);
        services.AddAgentSessions().AddContextProvider<UndisposableHistory>("history").AddAgent("a", (_, options) => options.ProviderNames.Add("history"));
        await using var provider = services.BuildServiceProvider();
        var agent = provider.GetRequiredKeyedService<AIAgent>("a");
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("hi", session);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("hi", session, new AgentRunOptions { ReplacesTurn = 1 }));

        Assert.Contains("keeps the history", error.Message, StringComparison.Ordinal);
    }

    private sealed class UndisposableHistory : HistoryProvider, IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("cannot be disposed");

        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => default;
    }

    private sealed class UndisposableProvider : AIContextProvider, IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("cannot be disposed");
    }

    private sealed class Counter
    {
        public int Made { get; set; }

        public int Disposed { get; set; }
    }

    private sealed class ScopedProvider : AIContextProvider, IDisposable
    {
        private readonly Counter _counter;

        public ScopedProvider(Counter counter)
        {
            _counter = counter;
            _counter.Made++;
        }

        public override string SourceId => "scoped";

        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turn.AddInstructions($"Instance {_counter.Made}");
            return default;
        }

        public void Dispose() => _counter.Disposed++;
    }
}
