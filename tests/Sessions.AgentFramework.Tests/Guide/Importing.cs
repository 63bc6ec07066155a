using System.Text.Json;
using Sessions.Agents;

namespace Sessions.AgentFramework.Tests.Guide;

/// <summary>What the guide shows of importing.</summary>
internal static class Importing
{
    public static async Task<AgentFrameworkImport<AgentSession>> ImportAsync(AIAgent guide, JsonElement saved)
    {
        var import = await guide.ImportAgentFrameworkSessionAsync(saved, new SessionKey("acme", "alice-42"));
        foreach (AgentFrameworkImportIssue issue in import.Issues)
        {
            Console.WriteLine(issue);
        }

        AgentResponse response = await guide.RunAsync("Where were we?", import.Session);
        Console.WriteLine(response.Text);
        return import;
    }
}
