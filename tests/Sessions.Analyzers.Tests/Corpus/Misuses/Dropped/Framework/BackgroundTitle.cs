using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Background;

public sealed class ChatService
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Chat");

    public async Task<string> SendAsync(string text)
    {
        var session = await _agent.CreateSessionAsync();
        var response = await _agent.RunAsync(text, session);

        // Let it learn in the background.
        _ = Task.Run(() => { _agent.RunAsync("Remember the most important points.", session); }); // misuse: SESS307
        return response.Text;
    }
}
