using Sessions.Analyzers.Lock;
using Sessions.Roslyn;
using static Sessions.Analyzers.Tests.Lock.LockTexts;

namespace Sessions.Analyzers.Tests.Lock;

/// <summary>SESS412: agents with a store, and the list of them in the lock file.</summary>
public sealed class LockedAgentTests
{
    private const string FileWithGuide = "{\n  \"format\": 2,\n  \"agents\": [\n    \"Guide\"\n  ],\n  \"state\": {}\n}";

    public static TheoryData<string, string> Unknown => new()
    {
        { "return client.AsAIAgent(new ChatClientAgentOptions { Name = {|SESS412:\"Planner\"|}, SessionStore = store });", "Planner" },
        { "return client.AsAIAgent(new ChatClientAgentOptions { Id = {|SESS412:\"planner-1\"|}, Name = \"Guide\", SessionStore = store });", "planner-1" },
        { "return new ChatClientAgent(client, new ChatClientAgentOptions { Name = {|SESS412:\"Planner\"|}, SessionStore = new SqliteSessionStore(\"Data Source=s.db\") });", "Planner" },
        { "const string Name = \"Planner\"; return client.AsAIAgent(new ChatClientAgentOptions { Name = {|SESS412:Name|}, SessionStore = store });", "Planner" },
        { "return client.AsAIAgent(new ChatClientAgentOptions { Name = {|SESS412:nameof(Agents)|}, SessionStore = store });", "Agents" },
        { "var options = new ChatClientAgentOptions { SessionStore = store }; options.Name = {|SESS412:\"guide\"|}; return client.AsAIAgent(options);", "guide" },
        { "var options = new ChatClientAgentOptions(); options.SessionStore = store; options.Id = {|SESS412:\"Plan\" + \"ner\"|}; return new ChatClientAgent(client, options);", "Planner" },
        { "return services.AddAgentSessions().UseSqlite(\"Data Source=s.db\").AddAgent({|SESS412:\"Planner\"|});", "Planner" },
        { "return services.AddAgentSessions().UseSqlite(\"Data Source=s.db\").AddAgent(\"Guide\").AddAgent({|SESS412:\"Planner\"|}, (_, options) => options.ProviderNames.Add(\"x\"));", "Planner" },
        { "var sessions = services.AddAgentSessions().UseSqlite(\"Data Source=s.db\"); return sessions.AddAgent({|SESS412:\"Planner\"|});", "Planner" },
    };

    public static TheoryData<string> Known =>
    [
        "return client.AsAIAgent(new ChatClientAgentOptions { Name = \"Guide\", SessionStore = store });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Id = \"Guide\", Name = \"Planner\", SessionStore = store });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Name = \"Planner\" });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Name = \"Planner\", SessionStore = null });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Name = \"Planner\", SessionStore = new InMemorySessionStore() });",
        "var memory = new InMemorySessionStore(); return client.AsAIAgent(new ChatClientAgentOptions { Name = \"Planner\", SessionStore = memory });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = store });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Id = name, Name = \"Planner\", SessionStore = store });",
        "return client.AsAIAgent(new ChatClientAgentOptions { Name = $\"Planner of {name}\", SessionStore = store });",
        "var options = new ChatClientAgentOptions { Name = \"Planner\", SessionStore = store }; return options;",
        "var options = new ChatClientAgentOptions { Name = \"Planner\", SessionStore = store }; Name(options); return client.AsAIAgent(options);",
        "return services.AddAgentSessions().AddAgent(\"Planner\");",
        "return services.AddAgentSessions().UseSqlite(\"Data Source=s.db\").AddAgent(\"Guide\");",
        "return services.AddAgentSessions().UseSqlite(\"Data Source=s.db\").AddAgent(name);",
        "return services.AddAgentSessions().UseSqlite(\"Data Source=s.db\").AddAgent(\"Planner\", (_, options) => options.Id = \"planner-1\");",
    ];

    public static TheoryData<string, string[]> OfTheFramework => new()
    {
        { "return client.AsAIAgent(name: \"Planner\").WithSessions(store);", ["Planner"] },
        { "return new ChatClientAgent(client, new ChatClientAgentOptions { Id = \"planner-1\", Name = \"Guide\" }).WithSessions(store);", ["planner-1"] },
        { "AIAgent agent = new ChatClientAgent(client, \"Be brief\", \"Planner\"); return new SessionsAgent(agent, store);", ["Planner"] },
        { "return client.AsAIAgent(name: \"Guide\").WithSessions(store);", [] },
        { "return client.AsAIAgent(name: \"Planner\");", [] },
        { "return client.AsAIAgent(name: \"Planner\").WithSessions(new InMemorySessionStore());", [] },
        { "return client.AsAIAgent(name: name).WithSessions(store);", [] },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public Task Agent_that_is_not_in_the_file_is_reported(string body, string agent) => LockTest.Reports(FileWithGuide, Source(body), Message(agent));

    [Theory]
    [MemberData(nameof(Known))]
    public Task Other_agents_are_not(string body) => LockTest.IsSilent(FileWithGuide, Source(body));

    [Theory]
    [MemberData(nameof(OfTheFramework))]
    public async Task Agents_of_Microsoft_Agent_Framework_are_reported_too(string body, string[] unknown)
    {
        var compilation = TestCompilation.Create("using Sessions.AgentFramework;\n" + Source(body)).OnAgentFramework();
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
        var diagnostics = await AnalyzerTest.Diagnose(compilation, [new LockFileAnalyzer()], new LockFileText(FileWithGuide));
        Assert.Equal(unknown.Select(Message), diagnostics.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public Task File_of_the_first_format_knows_none() => LockTest.Reports(Empty, Source("return client.AsAIAgent(new ChatClientAgentOptions { Name = {|SESS412:\"Guide\"|}, SessionStore = store });"), Message("Guide"));

    [Fact]
    public Task Fix_adds_agents_and_keeps_the_state()
    {
        var state = Entry("A", Shipped(1, "A", "\"Count\": \"int\""));
        var source = Source("""
            _ = client.AsAIAgent(new ChatClientAgentOptions { Name = {|SESS412:"Planner"|}, SessionStore = store });
            _ = client.AsAIAgent(new ChatClientAgentOptions { Name = {|SESS412:"Guide"|}, SessionStore = store });
            return client.AsAIAgent(new ChatClientAgentOptions { Name = {|SESS412:"Planner"|}, SessionStore = store });
            """) + "\n[AgentSessionState] public partial record A(int Count);";
        var expected = source.Replace("{|SESS412:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);
        return LockTest.Fixes(File(state), source, $"{{\n  \"format\": 2,\n  \"agents\": [\n    \"Guide\",\n    \"Planner\"\n  ],\n  \"state\": {File(state).ReplaceLineEndings("\n  ")}\n}}", expected);
    }

    private static string Message(string agent) => $"Agent '{agent}' is not in sessions.lock.json; add it, unless it was renamed: its stored sessions belong to the old name";

    private static string Source(string body) => $$"""
        using Microsoft.Extensions.DependencyInjection;

        public static class Agents
        {
            public static object Create(IChatClient client, IServiceCollection services, SessionStore store, string name)
            {
                {{body}}
            }

            private static void Name(ChatClientAgentOptions options) => options.Name = "Guide";
        }
        """;
}
