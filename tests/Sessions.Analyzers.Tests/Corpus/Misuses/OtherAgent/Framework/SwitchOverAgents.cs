using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Switchboard;

public sealed class Operator
{
    private readonly AIAgent _frontDesk = Model.Connect().AsAIAgent(name: "FrontDesk");
    private readonly AIAgent _kitchen = Model.Connect().AsAIAgent(name: "Kitchen");
    private readonly AIAgent _garage = Model.Connect().AsAIAgent(name: "Garage");

    public async Task<string> HandleAsync(string request)
    {
        AgentSession session = await _frontDesk.CreateSessionAsync();
        AgentResponse target = await _frontDesk.RunAsync(request, session);
        AIAgent next = target.Text switch
        {
            "kitchen" => _kitchen,
            _ => _garage,
        };
        return (await next.RunAsync(request, session)).Text; // misuse: SESS301
    }
}
