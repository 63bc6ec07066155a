using Microsoft.Extensions.DependencyInjection;

namespace Sessions.Agents;

/// <summary>The providers that an agent takes from dependency injection, by name: each turn has its own, from a scope of its own.</summary>
internal sealed class RegisteredProviders(IServiceScopeFactory scopes, string agentName, IReadOnlyList<string> names)
{
    /// <summary>Makes the providers of a turn.</summary>
    /// <param name="fixedProviders">The providers that the agent was made with; they come first.</param>
    public async ValueTask<TurnProviders> OpenAsync(AIContextProvider[] fixedProviders)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            return new TurnProviders([.. fixedProviders, .. names.Select(name => Resolve(scope.ServiceProvider, name))], scope);
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private AIContextProvider Resolve(IServiceProvider services, string name) =>
        services.GetKeyedService<AIContextProvider>(name) ?? throw new InvalidOperationException(
            $"Agent '{agentName}' names the provider '{name}', and none is registered under that name. Register it with AddContextProvider<TProvider>(\"{name}\"), or with the generated method of its type.");
}
