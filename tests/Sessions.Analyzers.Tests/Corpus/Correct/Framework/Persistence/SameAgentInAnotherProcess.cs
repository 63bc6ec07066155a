using System.Text.Json;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Persistence;

public static class Restart
{
    public static async Task<JsonElement> BeforeAsync()
    {
        AIAgent agent = Create();
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("Remember the number 7.", session);
        return await agent.SerializeSessionAsync(session);
    }

    public static async Task<string> AfterAsync(JsonElement state)
    {
        AIAgent agent = Create();
        var session = await agent.DeserializeSessionAsync(state);
        return (await agent.RunAsync("Which number?", session)).Text;
    }

    private static AIAgent Create() => Model.Connect().AsAIAgent(new ChatClientAgentOptions { Id = "numbers", Name = "Numbers" });
}
