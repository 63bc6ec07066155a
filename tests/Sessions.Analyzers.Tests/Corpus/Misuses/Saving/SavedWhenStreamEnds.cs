using Company.Models;
using Sessions;
using Sessions.Agents;

namespace Streams;

public sealed class StreamedChat(AIAgent agent)
{
    public async IAsyncEnumerable<string> SayAsync(string text, AgentSession session)
    {
        await foreach (AgentResponseUpdate update in agent.RunStreamingAsync(text, session))
        {
            yield return update.Text;
        }

        await agent.SaveSessionAsync(session); // misuse: SESS311
    }
}
