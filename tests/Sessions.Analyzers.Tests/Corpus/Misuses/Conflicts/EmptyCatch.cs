using Company.Models;
using Sessions;
using Sessions.Agents;

namespace Retry;

public sealed class OrderDesk(AIAgent agent)
{
    public async Task PlaceAsync(string customer, string order)
    {
        AgentSession session = await agent.GetSessionAsync(customer);
        try
        {
            await agent.RunAsync(order, session);
        }
        catch (SessionConflictException) // misuse: SESS313
        {
        }
    }
}
