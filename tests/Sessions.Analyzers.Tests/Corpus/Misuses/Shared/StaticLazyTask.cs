using Company.Models;
using Sessions.Agents;

namespace Lazily;

public sealed class Concierge
{
    private static readonly AIAgent Agent = Model.Connect().AsAIAgent(name: "Concierge");

    private static readonly Lazy<Task<AgentSession>> Session = new(() => Agent.CreateSessionAsync().AsTask()); // misuse: SESS312

    public async Task<string> AskAsync(string guest, string question)
    {
        AgentSession session = await Session.Value;
        return (await Agent.RunAsync($"{guest}: {question}", session)).Text;
    }
}
