using Sessions.Roslyn;

namespace Sessions.Generators.Tests;

/// <summary>Tenants do not meet in a provider, whatever its methods take.</summary>
public class ProviderTenantTests
{
    private const string Support = """
        [AgentSessionState] public sealed partial record Prefs { public string Name { get; init; } = ""; }
        public static class Log
        {
            public static readonly List<string> Lines = [];
            public static void Prepare(AgentSession session) => session.SetPrefs(new Prefs());
        }
        """;

    // What a method takes besides messages, and whether that is the session's id without its tenant.
    private static readonly (string Parameters, bool IsIdAlone)[] Taken =
    [
        ("", false),
        ("string id", true),
        ("SessionKey key", false),
        ("AgentSession session", false),
        ("TurnContext turn", false),
        ("Prefs prefs", false),
        ("IServiceProvider? services", false),
        ("IServiceProvider? services, string id", true),
        ("string id, SessionKey key", false),
        ("string id, AgentSession session", false),
        ("TurnContext turn, string id", false),
        ("Prefs prefs, string id", true),
        ("CancellationToken token, string? id = null", true),
        ("int id = 0, string? name = null, SessionKey key = default", false),
    ];

    private static readonly string[] Flags = ["", ", LoadMessages = false"];

    private static readonly List<(string Name, string Source, bool IsRefused)> Providers = [.. All().Index().Select(provider => ($"P{provider.Index}", Source(provider.Index, provider.Item), IsRefused(provider.Item)))];

    [Fact]
    public async Task A_provider_that_is_given_the_id_alone_refuses_the_sessions_of_tenants_before_anything_is_loaded_or_saved()
    {
        using var assembly = Generate.Load([.. Providers.Select(provider => provider.Source), Support]);
        var log = (List<string>)assembly.Type("Log").GetField("Lines")!.GetValue(null)!;
        foreach (var (name, source, isRefused) in Providers)
        {
            log.Clear();
            var provider = ProviderTurn.Create(assembly, name);
            Assert.Equal((source, !isRefused), (source, provider.SeparatesTenants));
            if (isRefused)
            {
                var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => ProviderTurn.RunAsync(assembly, provider, "tenant"));
                Assert.Equal($"History provider 'p' ({name}) is given the session's id alone, and session 'session' is of tenant 'tenant': it would meet the sessions of that id in other tenants. Take a SessionKey instead of the id in the provider's methods.", exception.Message);
                Assert.Equal((source, 0), (source, log.Count));
            }
            else
            {
                Assert.Empty((await ProviderTurn.RunAsync(assembly, provider, "tenant")).Issues);
            }

            Assert.Empty((await ProviderTurn.RunAsync(assembly, provider, "")).Issues);
            Assert.Contains(source, log.Count > 0 ? source : "nothing was called");
        }

        Assert.Equal(2 * Taken.Length * Taken.Length, Providers.Count);
    }

    [Fact]
    public async Task A_provider_whose_ids_are_unique_across_tenants_says_so_by_hand()
    {
        using var assembly = Generate.Load(
            """
            [HistoryProvider("p")] public sealed partial class P
            {
                public override bool SeparatesTenants => true;
                public List<ChatMessage> GetMessagesAsync(string id) { Log.Lines.Add(id); return []; }
                public void SaveMessagesAsync(string id, List<ChatMessage> messages) => Log.Lines.Add(id + messages.Count);
            }
            """,
            Support);

        Assert.Equal(["session", "session2"], (await ProviderTurn.RunAsync(assembly, ProviderTurn.Create(assembly, "P"), "tenant")).Log);
    }

    private static IEnumerable<(string Flags, (string Parameters, bool IsIdAlone) Load, (string Parameters, bool IsIdAlone) Save)> All() =>
        from flags in Flags from load in Taken from save in Taken select (flags, load, save);

    // What an audit would load is never asked for, and yet it is there to be called.
    private static bool IsRefused((string Flags, (string Parameters, bool IsIdAlone) Load, (string Parameters, bool IsIdAlone) Save) provider) => provider.Load.IsIdAlone || provider.Save.IsIdAlone;

    private static string Source(int number, (string Flags, (string Parameters, bool IsIdAlone) Load, (string Parameters, bool IsIdAlone) Save) provider) => $$"""
        [HistoryProvider("p"{{provider.Flags}})] public sealed partial class P{{number}}
        {
            public List<ChatMessage> GetMessagesAsync({{provider.Load.Parameters}}) { Log.Lines.Add("loaded"); return []; }
            public void SaveMessagesAsync(List<ChatMessage> messages{{(provider.Save.Parameters.Length == 0 ? "" : ", " + provider.Save.Parameters)}}) => Log.Lines.Add("saved " + messages.Count);
        }
        """;
}
