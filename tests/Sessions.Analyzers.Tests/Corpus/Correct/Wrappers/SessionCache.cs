using System.Collections.Concurrent;
using Sessions;
using Sessions.Agents;

namespace Wrappers;

public sealed class OpenSessions(AIAgent agent)
{
    private readonly ConcurrentDictionary<SessionKey, Lazy<Task<AgentSession>>> _open = new();

    public Task<AgentSession> OpenAsync(SessionKey key) =>
        _open.GetOrAdd(key, static (key, agent) => new(() => agent.GetSessionAsync(key).AsTask()), agent).Value;

    public bool Close(SessionKey key) => _open.TryRemove(key, out _);

    public async Task<string> AskAsync(SessionKey key, string text) => (await agent.RunAsync(text, await OpenAsync(key))).Text;
}
