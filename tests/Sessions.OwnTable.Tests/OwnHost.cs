using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;

namespace Sessions.OwnTable.Tests;

/// <summary>A process of an application whose history is in a table of its own.</summary>
public sealed class OwnHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public OwnHost(PostgresDatabase database, string table, IChatClient client, SessionStore? store = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(client);
        if (store is not null)
        {
            services.AddSingleton(store);
        }

        (table == "jsonb" ? (Action<IServiceCollection, string>)Registration.AddNpgsqlHistory : Registration.AddEntityFrameworkHistory)(services, database.Source.ConnectionString);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public AIAgent Agent => _services.GetRequiredKeyedService<AIAgent>("Guide");

    public IServiceScope CreateScope() => _services.CreateScope();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
