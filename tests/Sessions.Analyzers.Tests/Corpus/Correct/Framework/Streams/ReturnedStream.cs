using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Streams;

public sealed class StreamService(AIAgent agent)
{
    public IAsyncEnumerable<AgentResponseUpdate> Ask(string text, AgentSession session) => agent.RunStreamingAsync(text, session);

    public IAsyncEnumerable<string> AskForText(string text, AgentSession session)
    {
        var updates = agent.RunStreamingAsync(text, session);
        return updates.Where(update => update.Text.Length > 0).Select(update => update.Text);
    }
}
