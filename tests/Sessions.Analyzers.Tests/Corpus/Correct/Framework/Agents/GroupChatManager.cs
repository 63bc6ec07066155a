using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Workflows;

public sealed class GroupChat
{
    private readonly List<(AIAgent Agent, AgentSession Session)> _members = [];

    public async Task JoinAsync(AIAgent agent) => _members.Add((agent, await agent.CreateSessionAsync()));

    public async Task<string> RunAsync(string topic, int rounds)
    {
        var text = topic;
        for (var i = 0; i < rounds; i++)
        {
            var (agent, session) = _members[i % _members.Count];
            text = (await agent.RunAsync(text, session)).Text;
        }

        return text;
    }
}
