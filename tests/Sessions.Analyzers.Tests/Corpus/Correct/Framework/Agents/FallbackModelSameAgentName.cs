using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Routing;

public sealed class Failover(IChatClient primary, IChatClient secondary)
{
    private readonly AIAgent _first = primary.AsAIAgent(name: "Assistant", instructions: "Help.");
    private readonly AIAgent _second = secondary.AsAIAgent(name: "Assistant", instructions: "Help.");

    public async Task<string> AskAsync(AgentSession session, string text)
    {
        try
        {
            return (await _first.RunAsync(text, session)).Text;
        }
        catch (HttpRequestException)
        {
            return (await _second.RunAsync(text, session)).Text;
        }
    }
}
