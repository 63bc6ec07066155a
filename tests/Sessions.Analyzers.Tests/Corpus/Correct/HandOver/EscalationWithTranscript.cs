using Company.Models;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace HandOver;

public sealed class Escalation
{
    private readonly AIAgent _first = Model.Connect("mini").AsAIAgent(name: "FirstLevel");
    private readonly AIAgent _second = Model.Connect("max").AsAIAgent(name: "SecondLevel");

    public async Task<string> EscalateAsync(AgentSession session, string customer)
    {
        List<ChatMessage> transcript = await _first.ReadMessagesAsync(session).ToListAsync();
        AgentSession escalated = await _second.GetSessionAsync($"escalated-{customer}");
        AgentResponse response = await _second.RunAsync([.. transcript, new ChatMessage(ChatRole.User, "What now?")], escalated);
        return response.Text;
    }
}
