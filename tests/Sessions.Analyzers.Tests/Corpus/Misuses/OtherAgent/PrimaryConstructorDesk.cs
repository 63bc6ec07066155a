using Company.Models;
using Sessions.Agents;

namespace Support;

public sealed class Desk
{
    private readonly AIAgent _triage = Model.Connect().AsAIAgent(name: "Triage", instructions: "Sort tickets.");
    private readonly AIAgent _billing = Model.Connect().AsAIAgent(name: "Billing", instructions: "Answer questions on invoices.");

    public async Task<string> AnswerAsync(string ticket, CancellationToken cancellationToken)
    {
        AgentSession session = await _triage.CreateSessionAsync(cancellationToken);
        var area = await _triage.RunAsync(ticket, session, cancellationToken: cancellationToken);
        if (area.Text.Contains("billing", StringComparison.OrdinalIgnoreCase))
        {
            var answer = await _billing.RunAsync(ticket, session, cancellationToken: cancellationToken); // misuse: SESS301
            return answer.Text;
        }

        return area.Text;
    }
}
