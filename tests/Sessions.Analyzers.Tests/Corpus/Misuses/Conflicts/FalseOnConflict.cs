using Sessions;
using Sessions.Agents;

namespace Endpoints;

public sealed class MessageEndpoint(AIAgent agent)
{
    public async Task<bool> PostAsync(SessionKey key, string text, CancellationToken cancellationToken)
    {
        var session = await agent.GetSessionAsync(key, cancellationToken: cancellationToken);
        try
        {
            await agent.RunAsync(text, session, cancellationToken: cancellationToken);
            return true;
        }
        catch (SessionBusyException)
        {
            throw;
        }
        catch (SessionConflictException) // misuse: SESS314
        {
            return false;
        }
    }
}
