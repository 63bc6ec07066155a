using Company.Models;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace HandOver;

// The same agent with two models: it has one id, and goes on with its sessions.
public static class CheapAndDear
{
    public static async Task<string> AskAsync(SessionStore store, string question)
    {
        AIAgent cheap = Create(Model.Connect("small"), store);
        AIAgent dear = Create(Model.Connect("large"), store);
        AgentSession session = await cheap.GetSessionAsync("s");
        var answer = await cheap.RunAsync(question, session);
        return answer.Text.Contains("unsure", StringComparison.Ordinal) ? (await dear.RunAsync("Think again.", session)).Text : answer.Text;
    }

    private static ChatClientAgent Create(IChatClient client, SessionStore store) =>
        client.AsAIAgent(new ChatClientAgentOptions { Id = "assistant", SessionStore = store });
}
