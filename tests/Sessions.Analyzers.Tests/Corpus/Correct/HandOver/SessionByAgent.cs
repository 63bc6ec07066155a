using Company.Models;
using Sessions.Agents;

namespace HandOver;

public sealed class Team
{
    private readonly Dictionary<AIAgent, AgentSession> _sessions = [];

    private readonly AIAgent[] _members =
    [
        Model.Connect().AsAIAgent(name: "Analyst"),
        Model.Connect().AsAIAgent(name: "Designer"),
    ];

    public async Task<string> DiscussAsync(string topic)
    {
        var text = topic;
        foreach (var member in _members)
        {
            if (!_sessions.TryGetValue(member, out var session))
            {
                session = await member.CreateSessionAsync();
                _sessions.Add(member, session);
            }

            text = (await member.RunAsync(text, session)).Text;
        }

        return text;
    }
}
