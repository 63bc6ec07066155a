using Microsoft.CodeAnalysis;
using Sessions.Analyzers.Usage;
using Sessions.Roslyn;

namespace Sessions.Analyzers.Tests.Usage.Ownership;

/// <summary>A report of SESS301 says how the session came to where it is used.</summary>
public sealed class OwnershipLocationsTests
{
    [Fact]
    public async Task Report_tells_where_session_and_agents_were_made() => Assert.Equal(
        ["_writer.CreateSessionAsync()", "client.AsAIAgent(name: \"Writer\")", "client.AsAIAgent(name: \"Critic\")"],
        await Locations("""
            public async Task Ask()
            {
                var session = await _writer.CreateSessionAsync();
                await _critic.RunAsync("Hi", session);
            }
            """));

    [Fact]
    public async Task Report_tells_what_the_session_is_passed_through() => Assert.Equal(
        ["session", "draft", "_writer.CreateSessionAsync()", "client.AsAIAgent(name: \"Writer\")", "client.AsAIAgent(name: \"Critic\")"],
        await Locations("""
            public async Task Ask() => await First(await _writer.CreateSessionAsync());
            private Task First(AgentSession session) => Second(_critic, session);
            private Task Second(AIAgent agent, AgentSession draft) => agent.RunAsync("Hi", draft);
            """));

    [Fact]
    public async Task Report_of_several_sessions_tells_of_none_where_it_was_made() => Assert.Equal(
        ["client.AsAIAgent(name: \"Writer\")", "client.AsAIAgent(name: \"Critic\")"],
        await Locations("""
            public async Task Ask(bool again)
            {
                var session = again ? await _writer.GetSessionAsync("a") : await _writer.CreateSessionAsync();
                await _critic.RunAsync("Hi", session);
            }
            """));

    private static async Task<IEnumerable<string>> Locations(string members)
    {
        var compilation = TestCompilation.Create($$"""
            class Chat(IChatClient client)
            {
                private readonly AIAgent _writer = client.AsAIAgent(name: "Writer");
                private readonly AIAgent _critic = client.AsAIAgent(name: "Critic");
                {{members}}
            }
            """);
        var report = Assert.Single(await AnalyzerTest.Diagnose(compilation, [new UsageAnalyzer(new SessionOwnershipRule())]));
        return report.AdditionalLocations.Select(Text);
    }

    private static string Text(Location location) => location.SourceTree!.ToString().Substring(location.SourceSpan.Start, location.SourceSpan.Length);
}
