using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

public class RegistrationTests
{
    private const string Methods = """
        public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync() => Task.FromResult<IReadOnlyList<ChatMessage>>([]);
        public Task SaveMessagesAsync(IReadOnlyList<ChatMessage> messages) => Task.CompletedTask;
        """;

    private const string Providers = $$"""
        namespace App.Storage
        {
            public sealed class Connection;
            [HistoryProvider("database")] public sealed partial class DatabaseHistoryProvider(Connection connection) { public Connection Connection => connection; {{Methods}} }
            public static partial class Outer { [HistoryProvider("audit", LoadMessages = false)] internal sealed partial class Audit { {{Methods}} } }
            public partial class Hidden { [HistoryProvider("hidden")] private sealed partial class Provider { {{Methods}} } }
        }

        namespace Elsewhere
        {
            using Microsoft.Extensions.DependencyInjection;

            public static class Program
            {
                public static void One(AgentSessionsBuilder builder) => builder.AddDatabaseHistoryProvider().AddAudit();
                public static void All(AgentSessionsBuilder builder) => builder.AddTestAssemblySessions();
            }
        }
        """;

    [Theory]
    [InlineData("One")]
    [InlineData("All")]
    public async Task The_registered_providers_are_resolved_by_their_names(string method)
    {
        using var assembly = Generate.Load(Providers);
        var services = new ServiceCollection();
        services.AddSingleton(assembly.Type("App.Storage.Connection"));
        await assembly.RunAsync("Elsewhere.Program", method, services.AddAgentSessions());

        await using var root = services.BuildServiceProvider(validateScopes: true);
        await using var scope = root.CreateAsyncScope();
        Assert.Equal("App.Storage.DatabaseHistoryProvider", scope.ServiceProvider.GetRequiredKeyedService<AIContextProvider>("database").GetType().FullName);
        Assert.Equal("App.Storage.Outer+Audit", scope.ServiceProvider.GetRequiredKeyedService<AIContextProvider>("audit").GetType().FullName);
        Assert.Null(scope.ServiceProvider.GetKeyedService<AIContextProvider>("hidden"));
    }

    [Theory]
    [InlineData("MyApp", "AddMyAppSessions")]
    [InlineData("my-app.core_2", "AddMyAppCore2Sessions")]
    [InlineData("Ärger & <Söhne>", "AddÄrgerSöhneSessions")]
    [InlineData("1st", "Add1stSessions")]
    public void The_assemblys_name_names_the_method(string assemblyName, string method)
    {
        var run = Generate.From(TestCompilation.Create(Providers.Replace("AddTestAssemblySessions", method, StringComparison.Ordinal)).WithAssemblyName(assemblyName));

        run.Output.AssertCompiles();
    }

    [Fact]
    public void Two_providers_of_one_name_compile()
    {
        var run = Generate.From(
            $"namespace A {{ [HistoryProvider(\"a\")] public sealed partial class P {{ {Methods} }} }}",
            $"namespace B {{ [HistoryProvider(\"b\")] public sealed partial class P {{ {Methods} }} }}");

        run.Output.AssertCompiles();
    }

    [Fact]
    public void Without_providers_there_is_no_registration() =>
        Assert.DoesNotContain(Generate.From("[AgentSessionState] public sealed partial class P;").Sources.Keys, name => name.Contains("Registration", StringComparison.Ordinal));
}
