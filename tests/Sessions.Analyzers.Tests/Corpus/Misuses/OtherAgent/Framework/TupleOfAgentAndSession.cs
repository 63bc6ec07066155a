using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Rooms;

public sealed class Room
{
    private readonly AIAgent _guide = Model.Connect().AsAIAgent(name: "Guide");
    private readonly AIAgent _guard = Model.Connect().AsAIAgent(name: "Guard");

    public async Task<string> EnterAsync(string visitor)
    {
        var (agent, session) = await OpenAsync();
        Console.WriteLine(await agent.RunAsync($"{visitor} enters.", session));
        var check = await _guard.RunAsync("May they stay?", session); // misuse: SESS301
        return check.Text;
    }

    private async Task<(AIAgent Agent, AgentSession Session)> OpenAsync()
    {
        AgentSession session = await _guide.CreateSessionAsync();
        return (_guide, session);
    }
}
