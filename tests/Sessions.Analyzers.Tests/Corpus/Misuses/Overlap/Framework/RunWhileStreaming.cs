using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Titles;

public sealed class TitledChat
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Chat");

    public async Task SayAsync(string text)
    {
        AgentSession session = await _agent.CreateSessionAsync();
        var title = _agent.RunAsync("Give this conversation a title: " + text, session);
        await foreach (var update in _agent.RunStreamingAsync(text, session)) // misuse: SESS304
        {
            Console.Write(update.Text);
        }

        Console.WriteLine((await title).Text);
    }
}
