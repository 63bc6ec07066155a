using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Sessions.Agents;
using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>A provider's methods are given the services of the turn: the scope that its tools have too, and no other turn.</summary>
public class ProviderServicesTests
{
    private const string Log = """
        public sealed class Scoped : IDisposable
        {
            private static int _count;
            private bool _isDisposed;

            public int Number { get; } = ++_count;

            public void Dispose() => _isDisposed = true;

            public override string ToString() => _isDisposed ? "over" : $"scope {Number}";
        }

        public static class Log
        {
            public static readonly List<string> Lines = [];

            public static void Prepare(AgentSession session) => Lines.Clear();

            public static void Add(string what, IServiceProvider? services) => Lines.Add($"{what}: {(services is null ? "none" : services.GetService(typeof(Scoped)))}");
        }
        """;

    private const string Audit = """
        [HistoryProvider("audit", LoadMessages = false)] public sealed partial class Audit
        {
            public void SaveMessagesAsync(IServiceProvider services, IReadOnlyList<ChatMessage> messages) => Log.Add("audited " + messages.Count, services);
        }
        """;

    // What a method takes besides messages, and whether it takes a turn without services.
    private static readonly (string Parameters, bool NeedsServices)[] Taken =
    [
        ("SessionKey key, IServiceProvider services", true),
        ("IServiceProvider? services, SessionKey key", false),
        ("in IServiceProvider services, AgentSession session", true),
        ("TurnContext turn, IServiceProvider? services = null", false),
        ("SessionKey key, IServiceProvider services = null!", false),
        ("CancellationToken token, SessionKey key, IServiceProvider @services", true),
    ];

    private static readonly List<(string Name, bool LoadNeeds, bool SaveNeeds)> Providers =
        [.. (from load in Taken from save in Taken select (load, save)).Index().Select(pair => ($"P{pair.Index}", pair.Item.load.NeedsServices, pair.Item.save.NeedsServices))];

    private static readonly Lazy<LoadedAssembly> Assembly = new(() => Generate.Load([.. Providers.Select((provider, index) => Source(provider.Name, Taken[index / Taken.Length].Parameters, Taken[index % Taken.Length].Parameters)), Audit, Log]));

    [Fact]
    public async Task The_methods_of_a_registered_agents_provider_get_the_scope_of_their_turn_as_its_tools_do()
    {
        foreach (var ((name, _, _), streamed) in Providers.SelectMany(provider => new[] { (provider, false), (provider, true) }))
        {
            await using var services = Register(name);
            var agent = services.GetRequiredKeyedService<AIAgent>("agent");
            var session = await PrepareAsync(agent);
            for (var turn = 0; turn < 2; turn++)
            {
                Assert.Equal("b", streamed
                    ? (await agent.RunStreamingAsync("a", session, cancellationToken: TestContext.Current.CancellationToken).ToAgentResponseAsync(TestContext.Current.CancellationToken)).Text
                    : (await agent.RunAsync("a", session, cancellationToken: TestContext.Current.CancellationToken)).Text);
            }

            var scopes = Lines.Select(line => line[(line.IndexOf(": scope ", StringComparison.Ordinal) + 2)..]).Distinct().ToList();
            Assert.Equal(2, scopes.Count);
            Assert.Equal(scopes.SelectMany(scope => new[] { $"loaded: {scope}", $"tool: {scope}", $"saved 4: {scope}", $"audited 4: {scope}" }), Lines);
        }

        Assert.Equal(Taken.Length * Taken.Length, Providers.Count);
    }

    [Fact]
    public async Task What_is_kept_of_a_turn_that_was_left_is_saved_in_its_scope()
    {
        await using var services = Register("P0");
        var agent = services.GetRequiredKeyedService<AIAgent>("agent");
        var session = await PrepareAsync(agent);
        await foreach (var update in agent.RunStreamingAsync("a", session, cancellationToken: TestContext.Current.CancellationToken))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        var scope = Lines[0]["loaded: ".Length..];
        Assert.StartsWith("scope ", scope, StringComparison.Ordinal);
        Assert.Equal([$"loaded: {scope}", $"tool: {scope}", $"saved 4: {scope}", $"audited 4: {scope}"], Lines);
    }

    [Fact]
    public async Task A_turn_without_services_is_refused_where_the_parameter_cannot_be_null()
    {
        foreach (var (name, loadNeeds, saveNeeds) in Providers)
        {
            var provider = ProviderTurn.Create(Assembly.Value, name);
            if (loadNeeds)
            {
                var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => ProviderTurn.RunAsync(Assembly.Value, provider));
                Assert.Equal(Refusal(name, "GetMessagesAsync"), exception.Message);
            }
            else if (saveNeeds)
            {
                var exception = await Assert.ThrowsAsync<SessionStoreException>(() => ProviderTurn.RunAsync(Assembly.Value, provider));
                Assert.Equal(Refusal(name, "SaveMessagesAsync"), exception.InnerException?.Message);
                Assert.Equal("b", exception.Response?.Text);
            }
            else
            {
                Assert.Equal(["loaded: none", "saved 2: none"], (await ProviderTurn.RunAsync(Assembly.Value, provider)).Log);
            }
        }

        static string Refusal(string name, string method) =>
            $"History provider 'p' ({name}) takes an IServiceProvider in {method}, and a turn of an agent that is not registered has none. "
            + "Register the agent with AddAgentSessions().AddAgent, or take an 'IServiceProvider?'.";
    }

    [Fact]
    public async Task An_audit_that_is_refused_costs_no_answer()
    {
        var turn = await ProviderTurn.RunAsync(Assembly.Value, ProviderTurn.Create(Assembly.Value, "Audit"));

        Assert.Empty(turn.Log);
        Assert.Contains("History provider 'audit' (Audit) takes an IServiceProvider in SaveMessagesAsync", Assert.Single(turn.Issues).Exception?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_makes_the_turn_gives_the_services()
    {
        await using var services = Register("P0");
        await using var scope = services.CreateAsyncScope();
        using var client = new ReplyClient();
        var agent = new ChatClientAgent(client, name: "agent");
        var session = await PrepareAsync(agent);

        await ProviderTurn.Create(Assembly.Value, "P0").InvokingAsync(new TurnContext(agent, session, []) { Services = scope.ServiceProvider }, TestContext.Current.CancellationToken);

        Assert.Equal([$"loaded: {scope.ServiceProvider.GetRequiredService(Assembly.Value.Type("Scoped"))}"], Lines);
    }

    [Fact]
    public async Task Where_nothing_is_said_of_null_services_must_be_there()
    {
        using var assembly = Generate.Load(
            """
            [HistoryProvider("p", StoreInputs = false, StoreOutputs = false)] public sealed partial class P
            {
            #nullable disable
                public List<ChatMessage> GetMessagesAsync(SessionKey key, IServiceProvider services) => [];
            }
            """,
            Log);

        Assert.Contains("takes an IServiceProvider in GetMessagesAsync", (await Assert.ThrowsAsync<InvalidOperationException>(() => ProviderTurn.RunAsync(assembly, "P"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_guides_provider_is_bound()
    {
        const string Table = """
            public interface IMessageTable
            {
                Task<IReadOnlyList<ChatMessage>> ReadAsync(SessionKey session, CancellationToken ct);
                Task AppendAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken ct);
            }
            """;
        using var assembly = Generate.Load("#pragma warning disable CS1998 // It has no statements.\n" + PageProgram.Of("docs/guides/history.md", ""), Table);

        Assert.True(ProviderTurn.Create(assembly, "DatabaseHistoryProvider").SeparatesTenants);
    }

    private static List<string> Lines => (List<string>)Assembly.Value.Type("Log").GetField("Lines")!.GetValue(null)!;

    /// <summary>Services with an agent that has a provider, an audit and a tool, each of which logs the scope that it is given.</summary>
    private static ServiceProvider Register(string provider)
    {
        var services = new ServiceCollection().AddScoped(Assembly.Value.Type("Scoped")).AddSingleton<IChatClient, CallingClient>();
        var builder = services.AddAgentSessions();
        foreach (var registered in new[] { provider, "Audit" })
        {
            Assembly.Value.Type($"Microsoft.Extensions.DependencyInjection.{registered}Extensions").GetMethod("Add" + registered)!.Invoke(null, [builder]);
        }

        builder.AddAgent("agent", (_, options) =>
        {
            options.ProviderNames.Add("p");
            options.ProviderNames.Add("audit");
            options.InterruptedTurns = InterruptedTurns.KeepPartial;
            options.ChatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create((IServiceProvider given) => Assembly.Value.RunAsync("Log", "Add", "tool", given), "look")] };
        });
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    private static async Task<AgentSession> PrepareAsync(AIAgent agent)
    {
        var session = await agent.CreateSessionAsync(new SessionKey("tenant", "session"), TestContext.Current.CancellationToken);
        await Assembly.Value.RunAsync("Log", "Prepare", session);
        return session;
    }

    private static string Source(string name, string load, string save) => $$"""
        [HistoryProvider("p")] public sealed partial class {{name}}
        {
            public List<ChatMessage> GetMessagesAsync({{load}}) { Log.Add("loaded", services); return []; }
            public void SaveMessagesAsync(List<ChatMessage> messages, {{save}}) => Log.Add("saved " + messages.Count, services);
        }
        """;

    /// <summary>A model that calls its tool, and then says "b".</summary>
    private sealed class CallingClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [messages.Last().Role == ChatRole.Tool ? new TextContent("b") : new FunctionCallContent("c1", "look")])));

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            {
                yield return update;
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
