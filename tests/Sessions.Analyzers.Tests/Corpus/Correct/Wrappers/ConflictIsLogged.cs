using Microsoft.Extensions.Logging;
using Sessions;
using Sessions.Agents;

namespace Wrappers;

public sealed class LoggedSaves(AIAgent agent, ILogger<LoggedSaves> logger)
{
    public async Task<bool> TrySaveAsync(AgentSession session, CancellationToken cancellationToken)
    {
        try
        {
            await agent.SaveSessionAsync(session, cancellationToken);
            return true;
        }
        catch (SessionConflictException conflict)
        {
            logger.LogWarning(conflict, "Session {Session} was changed elsewhere.", session.Id);
            return false;
        }
    }
}
