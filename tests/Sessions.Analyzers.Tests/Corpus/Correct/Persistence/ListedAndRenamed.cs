using Sessions;
using Sessions.Agents;

namespace Persistence;

public sealed class SessionList(AIAgent agent)
{
    public async Task<List<string>> TitlesAsync(string tenant, CancellationToken cancellationToken)
    {
        var titles = new List<string>();
        await foreach (var summary in agent.ListSessionsAsync(new SessionQuery { Tenant = tenant, MaxCount = 20 }, cancellationToken))
        {
            if (titles.Count == 10)
            {
                break;
            }

            titles.Add(summary.Key.Id);
        }

        return titles;
    }

    public async Task<bool> RenameAsync(SessionKey key, string title, CancellationToken cancellationToken)
    {
        if (await agent.FindSessionAsync(key, cancellationToken) is not { } session)
        {
            return false;
        }

        await agent.UpdateDetailsAsync(session, details => details with { Title = title }, cancellationToken);
        return true;
    }
}
