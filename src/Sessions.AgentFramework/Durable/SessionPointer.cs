using System.Buffers;
using System.Text.Json;

namespace Sessions.AgentFramework.Durable;

/// <summary>What a session is serialized to: where it is, and not what is in it.</summary>
/// <param name="Key">The session.</param>
/// <param name="AgentId">The agent that it belongs to.</param>
/// <param name="Revision">How many commits it has had; 0 while its store does not have it.</param>
internal readonly record struct SessionPointer(SessionKey Key, string AgentId, long Revision)
{
    public static SessionPointer Of(Sessions.Agents.AgentSession session) => new(session.Key, session.AgentId, session.Revision);

    public JsonElement Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("tenant"u8, Key.Tenant);
            json.WriteString("sessionId"u8, Key.Id);
            json.WriteString("agent"u8, AgentId);
            json.WriteNumber("revision"u8, Revision);
            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="SessionFormatException">It is no such pointer.</exception>
    public static SessionPointer Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && (json.TryGetProperty("stateBag", out _) || json.TryGetProperty("conversationId", out _)))
        {
            throw new SessionFormatException("The serialized session is one of the framework's own agent, which holds its history itself. Bring it into the store with ImportAgentFrameworkSessionAsync. What was given is unchanged.");
        }

        try
        {
            return new(
                new SessionKey(Text(json, "tenant"), Text(json, "sessionId")),
                Text(json, "agent"),
                json.GetProperty("revision").GetInt64());
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new SessionFormatException($"The serialized session is not one of a {nameof(SessionsAgent)}: {exception.Message} What was given is unchanged; give the agent a session that it has serialized itself.", exception);
        }
    }

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"Its '{name}' is null.");
}
