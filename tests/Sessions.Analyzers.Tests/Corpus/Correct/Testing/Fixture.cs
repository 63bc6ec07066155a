using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace Testing;

public sealed class AgentFixture : IAsyncDisposable
{
    public AgentFixture(IChatClient client)
    {
        Agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "Fixture", SessionStore = Store });
    }

    public InMemorySessionStore Store { get; } = new();

    public AIAgent Agent { get; }

    public AgentSession? Session { get; private set; }

    public async Task<AgentSession> ResetAsync() => Session = await Agent.GetSessionAsync(Guid.NewGuid().ToString());

    public async ValueTask DisposeAsync()
    {
        if (Session is not null)
        {
            await Agent.DeleteSessionAsync(Session.Key);
        }
    }
}
