using Company.Models;
using Sessions.Agents;

namespace Wrappers;

public sealed class LazyChat
{
    private readonly Lazy<AIAgent> _agent = new(() => Model.Connect().AsAIAgent(name: "Lazy"));
    private Task<AgentSession>? _session;

    public async Task<string> AskAsync(string text)
    {
        AgentSession session = await (_session ??= _agent.Value.CreateSessionAsync().AsTask());
        return (await _agent.Value.RunAsync(text, session)).Text;
    }
}
