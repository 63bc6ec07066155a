using Company.Models;
using Sessions;
using Sessions.Agents;

namespace Concurrency;

public sealed class Completion
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(new ChatClientAgentOptions
    {
        Name = "Completion",
        ConcurrentTurns = ConcurrentTurns.Supersede,
    });

    private Task<AgentResponse>? _latest;

    public async Task<string?> TypeAsync(string text, AgentSession session)
    {
        _latest = _agent.RunAsync(text, session);
        try
        {
            return (await _latest).Text;
        }
        catch (TurnSupersededException)
        {
            return null;
        }
    }
}
