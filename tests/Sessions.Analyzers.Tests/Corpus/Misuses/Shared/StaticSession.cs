using Company.Models;
using Sessions.Agents;

namespace Bots;

public static class SupportBot
{
    private static readonly AIAgent Agent = Model.Connect().AsAIAgent(name: "Support");
    private static AgentSession? _session; // misuse: SESS312

    public static async Task<string> AnswerAsync(string question)
    {
        _session ??= await Agent.CreateSessionAsync();
        return (await Agent.RunAsync(question, _session)).Text;
    }
}
