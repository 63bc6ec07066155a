using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Routing;

public sealed class Switchboard
{
    private readonly AIAgent _frontDesk = Model.Connect().AsAIAgent(name: "FrontDesk");
    private readonly Dictionary<string, AIAgent> _desks = new()
    {
        ["kitchen"] = Model.Connect().AsAIAgent(name: "Kitchen"),
        ["garage"] = Model.Connect().AsAIAgent(name: "Garage"),
    };

    public async Task<string> HandleAsync(string request)
    {
        AgentSession session = await _frontDesk.CreateSessionAsync();
        AgentResponse target = await _frontDesk.RunAsync(request, session);
        if (!_desks.TryGetValue(target.Text, out var desk))
        {
            return (await _frontDesk.RunAsync("There is no such desk. What now?", session)).Text;
        }

        AgentSession deskSession = await desk.CreateSessionAsync();
        return (await desk.RunAsync(request, deskSession)).Text;
    }
}
