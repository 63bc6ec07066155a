#pragma warning disable MAAI001
using System.Runtime.CompilerServices;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace ServerSentEvents;

public sealed class EventSource(AgentSessionStore store, AIAgent agent)
{
    public async IAsyncEnumerable<string> StreamAsync(string id, string text, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var key = new AgentSessionStoreKey(id);
        var session = await store.GetOrCreateSessionAsync(agent, key, cancellationToken);
        await foreach (var update in agent.RunStreamingAsync(text, session, cancellationToken: cancellationToken))
        {
            if (!string.IsNullOrEmpty(update.Text))
            {
                yield return update.Text;
            }
        }

        await store.SaveSessionAsync(agent, key, session, cancellationToken); // misuse: SESS311
    }
}
