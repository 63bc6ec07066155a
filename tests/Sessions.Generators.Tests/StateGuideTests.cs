using Sessions.Agents;

namespace Sessions.Generators.Tests;

/// <summary>The guide to typed state, as it stands there: sessions that the code of each past version has stored are read.</summary>
[Collection(PageProgram.ConsoleTests)]
public sealed class StateGuideTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessions-guide-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_guide_compiles_and_does_what_it_says()
    {
        using var client = new ReplyClient();
        AIAgent agent = client.AsAIAgent(name: "Guide");
        await StoreAsync(agent, "1.0.json", "[AgentSessionState] public sealed partial record TravelPreferences { public string? Name { get; init; } }", "Name");
        await StoreAsync(agent, "2.0.json", "[AgentSessionState(Version = 2)] public sealed partial record TravelPreferences { public string? UserName { get; init; } [StateMigration(From = 1)] private static void One(JsonObject state) => state.Clear(); }", "UserName");

        var written = await PageProgram.RunAsync(PageProgram.Of("docs/guides/state.md", "AIAgent agent, string storedSessions"), agent, _folder.FullName);

        Assert.Equal(["1.0.json: Alice", "2.0.json: Alice"], written.TrimEnd().Split('\n').Order(StringComparer.Ordinal));
    }

    /// <summary>Stores a session with the code of a past version.</summary>
    private async Task StoreAsync(AIAgent agent, string file, string type, string member)
    {
        using var past = Generate.Load($$"""
            {{type}}
            public static class Past { public static void Set(AgentSession session) => session.SetTravelPreferences(new TravelPreferences { {{member}} = "Alice" }); }
            """);
        var session = await agent.CreateSessionAsync(TestContext.Current.CancellationToken);
        await past.RunAsync("Past", "Set", session);
        var document = await agent.SerializeSessionAsync(session, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), document.GetRawText(), TestContext.Current.CancellationToken);
    }
}
