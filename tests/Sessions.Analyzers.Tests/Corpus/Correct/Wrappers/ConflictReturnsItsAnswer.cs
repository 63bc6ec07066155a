using Sessions;
using Sessions.Agents;

namespace Wrappers;

public sealed class Optimist(AIAgent agent)
{
    public async Task<(string Text, bool IsKept)> AskAsync(string question, AgentSession session)
    {
        try
        {
            return ((await agent.RunAsync(question, session)).Text, true);
        }
        catch (SessionConflictException conflict) when (conflict.Response is { } response)
        {
            return (response.Text, false);
        }
    }
}
