using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;

namespace Concurrency;

public sealed class Runtime(AIAgent agent)
{
    private readonly ConcurrentDictionary<string, AgentSession> _sessions = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new();

    public async IAsyncEnumerable<string> HandleAsync(string id, string text, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var gate = _locks.GetOrAdd(id, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!_sessions.TryGetValue(id, out var session))
            {
                session = _sessions[id] = await agent.CreateSessionAsync(cancellationToken);
            }

            await foreach (var update in agent.RunStreamingAsync(text, session, cancellationToken: cancellationToken))
            {
                yield return update.Text;
            }
        }
        finally
        {
            gate.Release();
        }
    }
}
