using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.State;

/// <summary>Sessions of the framework's own agent.</summary>
internal static class Theirs
{
    private static readonly ChatClientAgent Agent = new(new ScriptedModel(), name: "Theirs");

    /// <summary>A new session.</summary>
    public static async Task<AgentSession> NewAsync() => await Agent.CreateSessionAsync();

    /// <summary>A session whose state bag is read from this JSON.</summary>
    public static async Task<AgentSession> WithAsync(string bag)
    {
        var session = JsonNode.Parse((await Agent.SerializeSessionAsync(await NewAsync())).GetRawText())!.AsObject();
        session["stateBag"] = JsonNode.Parse(bag);
        using var json = JsonDocument.Parse(session.ToJsonString());
        return await Agent.DeserializeSessionAsync(json.RootElement.Clone());
    }

    /// <summary>The session as another process has it.</summary>
    public static async Task<AgentSession> RestoreAsync(AgentSession session) => await Agent.DeserializeSessionAsync(await Agent.SerializeSessionAsync(session));

    /// <summary>The state bag as it is serialized, slot by slot.</summary>
    public static async Task<string> BagAsync(AgentSession session)
    {
        var json = await Agent.SerializeSessionAsync(session);
        return json.TryGetProperty("stateBag", out var bag) ? $"{{{string.Join(',', bag.EnumerateObject().OrderBy(slot => slot.Name, StringComparer.Ordinal).Select(slot => slot.ToString()))}}}" : "{}";
    }
}
