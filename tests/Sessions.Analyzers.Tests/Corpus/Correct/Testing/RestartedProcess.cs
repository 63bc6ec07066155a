using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Testing;

public sealed class RestartTests(IChatClient client)
{
    public async Task<string> Session_survives_a_restart()
    {
        JsonElement saved = await BeforeAsync();
        AIAgent again = client.AsAIAgent(name: "Restarted");
        AgentSession restored = await again.DeserializeSessionAsync(saved);
        return (await again.RunAsync("What was it?", restored)).Text;
    }

    private async Task<JsonElement> BeforeAsync()
    {
        AIAgent agent = client.AsAIAgent(name: "Restarted");
        AgentSession session = await agent.CreateSessionAsync();
        await agent.RunAsync("Remember 42.", session);
        return await agent.SerializeSessionAsync(session);
    }
}
