using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Routing;

public sealed class HandoffGroup
{
    private readonly Dictionary<string, (AIAgent Agent, Task<AgentSession> Session)> _members;

    public HandoffGroup(params AIAgent[] agents)
    {
        _members = agents.ToDictionary(agent => agent.Name!, agent => (agent, agent.CreateSessionAsync().AsTask()));
    }

    public async Task<string> RunAsync(string first, string text)
    {
        var name = first;
        while (_members.TryGetValue(name, out var member))
        {
            var response = await member.Agent.RunAsync(text, await member.Session);
            text = response.Text;
            name = text.StartsWith("to ", StringComparison.Ordinal) ? text[3..] : "";
        }

        return text;
    }
}
