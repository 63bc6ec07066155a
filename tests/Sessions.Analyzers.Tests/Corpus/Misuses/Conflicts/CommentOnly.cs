using Sessions;
using Sessions.Agents;

namespace Saves;

public sealed class PreferenceSaver(AIAgent agent)
{
    public async Task SaveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        if (await agent.FindSessionAsync(key, cancellationToken) is not { } session)
        {
            return;
        }

        try
        {
            await agent.SaveSessionAsync(session, cancellationToken);
        }
        catch (SessionConflictException conflict) when (conflict.ActualRevision is not null) // misuse: SESS313
        {
            // Somebody else was faster.
        }
    }
}
