using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Import;

/// <summary>
/// Writes a session as the document that an agent of ours restores sessions from. All that is known of the document outside of
/// Sessions.Runtime is here.
/// </summary>
internal static class ImportedDocument
{
    private const string Format = "sessions.session";
    private const int Version = 1;

    /// <summary>Writes a session that has not been in any store.</summary>
    /// <param name="session">What was read.</param>
    /// <param name="turns">Its messages, in turns.</param>
    /// <param name="agentId">The agent that it is to belong to.</param>
    /// <param name="key">Its key.</param>
    /// <param name="now">When it is made.</param>
    public static ReadOnlyMemory<byte> Write(FrameworkSession session, IReadOnlyList<ImportedTurn> turns, string agentId, SessionKey key, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = int.MaxValue }))
        {
            json.WriteStartObject();
            WriteHead(json, session, turns.Count, agentId, key, now);
            WriteState(json, "initialState"u8, session);
            WriteTurns(json, turns, now);
            WriteState(json, "state"u8, session);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteHead(Utf8JsonWriter json, FrameworkSession session, int turnCount, string agentId, SessionKey key, DateTimeOffset now)
    {
        json.WriteString("format"u8, Format);
        json.WriteNumber("version"u8, Version);
        json.WriteString("agentId"u8, agentId);
        json.WriteString("tenant"u8, key.Tenant);
        json.WriteString("id"u8, key.Id);
        json.WriteString("historyOwner"u8, session.ServiceSessionId is not null ? "service" : turnCount > 0 ? "local" : "undecided");
        if (session.ServiceSessionId is not null)
        {
            json.WriteString("serviceSessionId"u8, session.ServiceSessionId);
        }

        json.WriteNumber("currentTurn"u8, turnCount);
        json.WriteNumber("lastTurn"u8, turnCount);
        json.WriteNumber("revision"u8, 1);
        json.WriteString("createdAt"u8, now);
        json.WriteString("updatedAt"u8, now);
    }

    private static void WriteTurns(Utf8JsonWriter json, IReadOnlyList<ImportedTurn> turns, DateTimeOffset now)
    {
        json.WriteStartArray("turns"u8);
        var (since, written) = (0L, 0);
        foreach (var turn in turns)
        {
            // The messages of most histories have no times, or some; turns do not go back in time.
            var at = Math.Max(since, Math.Min(now.UtcTicks, turn.SaidAt?.UtcTicks ?? now.UtcTicks));
            WriteTurn(json, turn, at - since, written);
            (since, written) = (at, written + turn.Messages.Count);
        }

        json.WriteEndArray();
    }

    private static void WriteTurn(Utf8JsonWriter json, ImportedTurn turn, long at, int firstMessage)
    {
        json.WriteStartObject();
        json.WriteString("turnId"u8, Guid.NewGuid().ToString("N"));
        json.WriteNumber("at"u8, at);
        json.WriteNumber("inputCount"u8, turn.InputCount);
        json.WriteStartArray("messages"u8);
        for (var i = 0; i < turn.Messages.Count; i++)
        {
            var message = turn.Messages[i];
            Write($"messages[{firstMessage + i}]", () => JsonSerializer.Serialize(json, message, SessionJson.ChatMessage));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, ReadOnlySpan<byte> name, FrameworkSession session)
    {
        json.WriteStartObject(name);
        foreach (var (key, (value, version)) in session.State)
        {
            json.WriteStartObject(key);
            json.WriteNumber("version"u8, version);
            json.WritePropertyName("value"u8);
            Write(key, () => value.WriteTo(json));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what was read and not looked into: there may be text in it that is not Unicode.</summary>
    private static void Write(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw FrameworkSessionReader.Damaged(path, exception);
        }
    }
}
