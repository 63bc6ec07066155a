using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Globals;

public static class AppState
{
    public static AIAgent Agent { get; } = Model.Connect().AsAIAgent(name: "App");

    public static AgentSession? CurrentSession { get; set; } // misuse: SESS312
}

public sealed class ChatController
{
    public async Task<string> PostAsync(string message)
    {
        AppState.CurrentSession ??= await AppState.Agent.CreateSessionAsync();
        return (await AppState.Agent.RunAsync(message, AppState.CurrentSession)).Text;
    }
}
