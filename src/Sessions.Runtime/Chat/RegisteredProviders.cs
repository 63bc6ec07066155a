using Microsoft.Extensions.DependencyInjection;

namespace Sessions.Agents;

/// <summary>What an agent takes from dependency injection for each turn: a scope of services, and from it the providers that the agent names.</summary>
internal sealed class RegisteredProviders(IServiceScopeFactory scopes, string agentName, IReadOnlyList<string> names)
{
    /// <summary>Gives a turn its services and its providers.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="fixedProviders">The providers that the agent was made with; they come first.</param>
    public TurnProviders Open(TurnContext turn, TurnProviders fixedProviders)
    {
        turn.Begin(new TurnServices(scopes));
        return names.Count == 0 ? fixedProviders : new TurnProviders([.. fixedProviders.All, .. names.Select(name => Resolve(turn.Services!, name))]);
    }

    private AIContextProvider Resolve(IServiceProvider services, string name) =>
        services.GetKeyedService<AIContextProvider>(name) ?? throw new InvalidOperationException(
            $"Agent '{agentName}' names the provider '{name}', and none is registered under that name. Register it with AddContextProvider<TProvider>(\"{name}\"), or with the generated method of its type.");
}
