using System.Collections.Concurrent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions.AgentFramework.Tests.Guide;
using AIContextProvider = Sessions.Agents.AIContextProvider;

namespace Sessions.AgentFramework.Tests.History;

/// <summary>The generated registration: one call makes a provider known to our agents and to the framework's.</summary>
public class RegistrationTests
{
    [Fact]
    public async Task A_generated_provider_is_registered_in_both_forms()
    {
        var services = new ServiceCollection();
        services.AddSingleton(new ConcurrentDictionary<SessionKey, IReadOnlyList<ChatMessage>>());
        services.AddAgentSessions().AddDatabaseHistoryProvider().AddDatabaseHistoryProvider();
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        var model = new ScriptedModel();
        var agent = new ChatClientAgent(model, new ChatClientAgentOptions { Name = "Guide", ChatHistoryProvider = provider.GetRequiredKeyedService<ChatHistoryProvider>("database") });
        var session = await agent.CreateSessionAsync();
        session.SetSessionKey(new SessionKey("acme", "alice-42"));

        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        Assert.Equal(["one", "answer 1", "two"], model.Log.Last.Messages.Select(message => message.Text));
        using var scope = provider.CreateScope();
        Assert.IsType<DatabaseHistoryProvider>(scope.ServiceProvider.GetRequiredKeyedService<AIContextProvider>("database"));
    }

    [Fact]
    public async Task What_is_no_history_provider_is_named()
    {
        var services = new ServiceCollection();
        services.AddAgentSessions().AddContextProvider<Clock>("clock").AddChatHistoryProvider("clock");
        using var provider = services.BuildServiceProvider();
        var agent = new ChatClientAgent(new ScriptedModel(), new ChatClientAgentOptions { ChatHistoryProvider = provider.GetRequiredKeyedService<ChatHistoryProvider>("clock") });
        var session = await agent.CreateSessionAsync();
        session.SetSessionKey(new SessionKey("alice"));

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("one", session));

        Assert.Contains("'clock'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_turn_has_the_services_of_the_scope_that_it_comes_from()
    {
        var services = new ServiceCollection();
        services.AddScoped<Visit>().AddKeyedScoped<Visit>("keyed").AddSingleton<List<object?>>();
        services.AddAgentSessions().AddContextProvider<Noting>("noting").AddChatHistoryProvider("noting");
        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        var agent = new ChatClientAgent(new ScriptedModel(), new ChatClientAgentOptions { ChatHistoryProvider = provider.GetRequiredKeyedService<ChatHistoryProvider>("noting") });
        var session = await agent.CreateSessionAsync();
        session.SetSessionKey(new SessionKey("alice"));

        await agent.RunAsync("one", session);

        var seen = provider.GetRequiredService<List<object?>>();
        Assert.Equal(["own", "keyed", "own", "keyed"], seen.OfType<string>());
        var turn = Assert.Single(seen.OfType<Sessions.Agents.TurnContext>().Distinct());
        Assert.Throws<ObjectDisposedException>(() => turn.Services!.GetService<Visit>());
    }

    private sealed class Clock : AIContextProvider;

    private sealed class Visit;

    /// <summary>Notes whether the services of the turn are those that it was made with.</summary>
    private sealed class Noting(Visit own, [FromKeyedServices("keyed")] Visit keyed, List<object?> seen) : HistoryProvider
    {
        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(Sessions.Agents.TurnContext turn, CancellationToken cancellationToken)
        {
            Note(turn);
            return new([]);
        }

        protected override ValueTask StoreAsync(Sessions.Agents.TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
        {
            Note(turn);
            return default;
        }

        private void Note(Sessions.Agents.TurnContext turn) => seen.AddRange(
        [
            turn,
            turn.Services!.GetService<Visit>() == own ? "own" : "another",
            turn.Services!.GetKeyedService<Visit>("keyed") == keyed ? "keyed" : "another",
        ]);
    }
}
