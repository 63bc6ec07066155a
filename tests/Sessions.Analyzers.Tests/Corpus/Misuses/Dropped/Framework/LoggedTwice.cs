using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Logging;

public sealed class LoggedChat(TextWriter log)
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Logged");

    public async Task SayAsync(string text, AgentSession session)
    {
        var updates = _agent.RunStreamingAsync(text, session);
        await foreach (var update in updates)
        {
            Console.Write(update.Text);
        }

        await foreach (var update in updates) // misuse: SESS309
        {
            await log.WriteAsync(update.Text);
        }
    }
}
