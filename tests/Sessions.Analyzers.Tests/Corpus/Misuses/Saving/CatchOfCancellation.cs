using Company.Models;
using Sessions;
using Sessions.Agents;

namespace Cancelled;

public sealed class Interview(AIAgent agent)
{
    public async Task AskAsync(IEnumerable<string> questions, AgentSession session, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var question in questions)
            {
                await agent.RunAsync(question, session, cancellationToken: cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await agent.SaveSessionAsync(session, cancellationToken); // misuse: SESS310
            throw;
        }
    }
}
