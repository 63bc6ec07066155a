using Microsoft.Agents.AI;

namespace Streams;

public sealed class Resilient(AIAgent agent)
{
    public async Task<string> AskAsync(string text, AgentSession session, CancellationToken cancellationToken)
    {
        var answer = "";
        try
        {
            await foreach (var update in agent.RunStreamingAsync(text, session, cancellationToken: cancellationToken))
            {
                answer += update.Text;
            }
        }
        catch (HttpRequestException exception)
        {
            return $"{answer} … ({exception.Message})";
        }

        return answer;
    }
}
