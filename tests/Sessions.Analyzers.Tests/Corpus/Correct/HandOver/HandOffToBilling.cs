using Company.Models;
using Sessions;
using Sessions.Agents;

namespace HandOver;

public sealed class FrontDesk(SessionStore store)
{
    private readonly AIAgent _triage = Create("Triage", store);
    private readonly AIAgent _billing = Create("Billing", store);

    public async Task<string> AnswerAsync(string customer, string question)
    {
        AgentSession session = await _triage.GetSessionAsync(customer);
        AgentResponse area = await _triage.RunAsync(question, session);
        if (!area.Text.Contains("billing", StringComparison.OrdinalIgnoreCase))
        {
            return area.Text;
        }

        await _triage.HandOffAsync(session, _billing);
        return (await _billing.RunAsync("Please go on.", session)).Text;
    }

    private static ChatClientAgent Create(string name, SessionStore store) =>
        Model.Connect().AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = store });
}
