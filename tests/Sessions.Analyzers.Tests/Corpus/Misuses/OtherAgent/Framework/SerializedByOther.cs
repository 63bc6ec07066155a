using System.Text.Json;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Persistence;

public sealed class ConversationFiles
{
    private readonly AIAgent _chat = Model.Connect().AsAIAgent(name: "Chat");
    private readonly AIAgent _archivist = Model.Connect().AsAIAgent(name: "Archivist");

    public async Task TalkAsync(string message, string path)
    {
        AgentSession session = await _chat.CreateSessionAsync();
        var response = await _chat.RunAsync(message, session);
        Console.WriteLine(response.Text);

        JsonElement json = await _archivist.SerializeSessionAsync(session); // misuse: SESS301
        await File.WriteAllTextAsync(path, json.GetRawText());
    }
}
