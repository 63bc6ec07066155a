using Company.Models;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace Durable;

public static class Agents
{
    public static AIAgent Create(SessionStore store) => Model.Connect().AsAIAgent(new ChatClientAgentOptions
    {
        ChatOptions = new ChatOptions { Instructions = "You help with taxes." },
        SessionStore = store, // misuse: SESS204
    });
}
