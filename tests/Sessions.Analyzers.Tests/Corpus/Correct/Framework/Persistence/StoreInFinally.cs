#pragma warning disable MAAI001
using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;

namespace Persistence;

public sealed class HostedStream(AIAgent agent, AgentSessionStore store)
{
    public async IAsyncEnumerable<string> SayAsync(string id, string text, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var key = new AgentSessionStoreKey(id);
        AgentSession session = await store.GetOrCreateSessionAsync(agent, key, cancellationToken);
        try
        {
            await foreach (var update in agent.RunStreamingAsync(text, session, cancellationToken: cancellationToken))
            {
                yield return update.Text;
            }
        }
        finally
        {
            await store.SaveSessionAsync(agent, key, session, CancellationToken.None);
        }
    }
}
