using Microsoft.Agents.AI;
using Sessions;

namespace Testing;

public static class Demo
{
    /// <summary>One visitor at a time stands before the screen.</summary>
    [SharedSession]
    public static AgentSession? Screen { get; set; }

    public static async Task<string> SayAsync(AIAgent agent, string text)
    {
        Screen ??= await agent.CreateSessionAsync();
        return (await agent.RunAsync(text, Screen)).Text;
    }
}
