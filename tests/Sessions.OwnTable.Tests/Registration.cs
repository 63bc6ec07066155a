using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sessions.OwnTable.Tests.EntityFramework;

namespace Sessions.OwnTable.Tests;

/// <summary>How an application registers each of the providers.</summary>
public static class Registration
{
    public static void AddNpgsqlHistory(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        services.AddAgentSessions()
            .AddNpgsqlHistoryProvider()
            .AddAgent("Guide", (_, options) => options.ProviderNames.Add("messages"));
    }

    public static void AddEntityFrameworkHistory(IServiceCollection services, string connectionString)
    {
        services.AddDbContext<ChatContext>(options => options.UseNpgsql(connectionString));
        services.AddAgentSessions()
            .AddEntityFrameworkHistoryProvider()
            .AddAgent("Guide", (_, options) => options.ProviderNames.Add("entities"));
    }
}
