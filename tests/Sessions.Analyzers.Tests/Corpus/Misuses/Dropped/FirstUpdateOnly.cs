using Company.Models;
using Sessions.Agents;

namespace Hints;

public sealed class HintBox
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Hints");

    public async Task<string?> HintAsync(string puzzle)
    {
        AgentSession session = await _agent.GetSessionAsync("hints");
        await foreach (AgentResponseUpdate update in _agent.RunStreamingAsync(puzzle, session))
        {
            if (update.Text.Length > 0)
            {
                return update.Text; // misuse: SESS308
            }
        }

        return null;
    }
}
