using Company.Models;
using Sessions;
using Sessions.Agents;

namespace HandOver;

public static class Renamed
{
    public static async Task<AgentSession?> OpenAsync(SessionStore store, SessionKey key, CancellationToken cancellationToken)
    {
        AIAgent agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions { Name = "TravelGuide", SessionStore = store });
        try
        {
            return await agent.FindSessionAsync(key, cancellationToken);
        }
        catch (SessionMismatchException mismatch) when (mismatch.OwnerId == "Guide")
        {
            return await agent.TakeOverSessionAsync(key, mismatch.OwnerId, cancellationToken);
        }
    }
}
