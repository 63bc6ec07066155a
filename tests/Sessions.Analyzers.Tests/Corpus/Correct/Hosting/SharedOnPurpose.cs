using Company.Models;
using Sessions;
using Sessions.Agents;

namespace Hosting;

/// <summary>One household, one conversation.</summary>
public static class Kitchen
{
    private static readonly AIAgent Agent = Model.Connect().AsAIAgent(name: "Kitchen");

    [SharedSession]
    private static AgentSession? _session;

    public static async Task<string> SayAsync(string text)
    {
        _session ??= await Agent.GetSessionAsync("kitchen");
        return (await Agent.RunAsync(text, _session)).Text;
    }
}
