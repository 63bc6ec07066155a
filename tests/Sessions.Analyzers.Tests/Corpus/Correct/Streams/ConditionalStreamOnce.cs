using Company.Models;
using Sessions.Agents;

namespace Streams;

public sealed class Output(AIAgent agent, bool isInteractive)
{
    public async Task WriteAsync(string text, AgentSession session)
    {
        var stream = agent.RunStreamingAsync(text, session);
        if (isInteractive)
        {
            await foreach (var update in stream)
            {
                Console.Write(update.Text);
            }
        }
        else
        {
            Console.WriteLine((await stream.ToAgentResponseAsync()).Text);
        }
    }
}
