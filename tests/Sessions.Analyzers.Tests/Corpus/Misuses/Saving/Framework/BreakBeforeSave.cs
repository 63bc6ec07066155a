using System.Text.Json;
using Company.Models;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Readers;

public sealed class ReaderChat
{
    private readonly AIAgent _agent = Model.Connect().AsAIAgent(name: "Reader");

    public async IAsyncEnumerable<string> ReadAsync(AgentSession session, string text, string path)
    {
        var updates = _agent.RunStreamingAsync(text, session);
        await foreach (var update in updates)
        {
            yield return update.Text;
        }

        JsonElement state = await _agent.SerializeSessionAsync(session); // misuse: SESS311
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(state));
    }
}
