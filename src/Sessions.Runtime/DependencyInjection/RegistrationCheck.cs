using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sessions.Agents;

namespace Sessions;

/// <summary>
/// Finds what is registered wrongly when the host starts, and not when the first user comes: makes each agent and its providers once,
/// and asks the stores. No model is called.
/// </summary>
internal sealed class RegistrationCheck(IServiceScopeFactory scopes, IEnumerable<AgentRegistration> registrations) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var stores = new Dictionary<object, SessionStore>();
            Add(stores, scope.ServiceProvider.GetService<SessionStore>());
            var namesakes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var registration in registrations)
            {
                if (scope.ServiceProvider.GetRequiredKeyedService<AIAgent>(registration.Name) is ChatClientAgent agent)
                {
                    ThrowIfNamesake(namesakes, agent, registration);
                    await TryProvidersAsync(agent).ConfigureAwait(false);
                    Add(stores, agent.Store);
                }
            }

            foreach (var store in stores.Values)
            {
                await ExceptionTranslatingStore.Of(store).ProbeAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async ValueTask TryProvidersAsync(ChatClientAgent agent)
    {
        var turn = new TurnContext(agent, session: null, []);
        try
        {
            if (agent.OpenProviders(turn).Loading is null && agent.Store is null)
            {
                agent.Logger.NothingKeepsSessions(agent.Id);
            }
        }
        finally
        {
            await turn.CloseServicesAsync().ConfigureAwait(false);
        }
    }

    private static void Add(Dictionary<object, SessionStore> stores, SessionStore? store)
    {
        if (store is not null)
        {
            stores.TryAdd(store.Location, store);
        }
    }

    private static void ThrowIfNamesake(Dictionary<string, string> namesakes, ChatClientAgent agent, AgentRegistration registration)
    {
        if (agent.Name is { Length: > 0 } name && !namesakes.TryAdd(name, registration.Name))
        {
            throw new InvalidOperationException(
                $"The agents that are registered as '{namesakes[name]}' and '{registration.Name}' both have the name '{name}', and would take each other's sessions for their own. Give one of them another Name in its options.");
        }
    }
}
