#pragma warning disable MAAI001
using System.Text.Json;
using Microsoft.Agents.AI;

namespace Persistence;

public sealed class FileSessionStore(string folder) : AgentSessionStore
{
    public override async ValueTask SaveSessionAsync(AIAgent agent, AgentSessionStoreKey key, AgentSession session, CancellationToken cancellationToken = default)
    {
        JsonElement state = await agent.SerializeSessionAsync(session, cancellationToken: cancellationToken);
        await File.WriteAllTextAsync(PathOf(agent, key), state.GetRawText(), cancellationToken);
    }

    public override async ValueTask<AgentSession?> GetSessionAsync(AIAgent agent, AgentSessionStoreKey key, CancellationToken cancellationToken = default)
    {
        var path = PathOf(agent, key);
        if (!File.Exists(path))
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
        return await agent.DeserializeSessionAsync(document.RootElement.Clone(), cancellationToken: cancellationToken);
    }

    public override ValueTask DeleteSessionAsync(AIAgent agent, AgentSessionStoreKey key, CancellationToken cancellationToken = default)
    {
        File.Delete(PathOf(agent, key));
        return default;
    }

    private string PathOf(AIAgent agent, AgentSessionStoreKey key) => Path.Combine(folder, $"{agent.Name}-{key.SessionId}.json");
}
