using System.Buffers;
using System.Text.Json;

namespace Sessions;

/// <summary>Writes a session as UTF-8 JSON.</summary>
internal static class SessionJsonWriter
{
    public static void Write(IBufferWriter<byte> destination, SessionDocument document)
    {
        using var writer = new Utf8JsonWriter(destination);
        writer.WriteStartObject();
        writer.WriteString("format"u8, SessionDocument.Format);
        writer.WriteNumber("version"u8, SessionDocument.Version);
        WriteHead(writer, document.Head);
        WriteTurns(writer, document.Log);
        WriteState(writer, document.State);
        writer.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter writer, SessionHead head)
    {
        writer.WriteString("agentId"u8, head.AgentId);
        writer.WriteString("tenant"u8, head.Key.Tenant);
        writer.WriteString("id"u8, head.Key.Id);
        writer.WriteString("historyOwner"u8, SessionJsonNames.Of(head.HistoryOwner));
        WriteOptional(writer, "serviceSessionId"u8, head.ServiceSessionId);
        writer.WriteNumber("currentTurn"u8, head.CurrentTurn);
        writer.WriteNumber("lastTurn"u8, head.LastTurn);
        writer.WriteNumber("revision"u8, head.Revision);
        writer.WriteString("createdAt"u8, head.CreatedAt);
        writer.WriteString("updatedAt"u8, head.UpdatedAt);
    }

    private static void WriteTurns(Utf8JsonWriter writer, SessionLog log)
    {
        writer.WriteStartArray("turns"u8);
        foreach (var turn in log.Turns)
        {
            writer.WriteStartObject();
            WriteRecord(writer, turn.Record);
            writer.WriteStartArray("messages"u8);
            for (var i = 0; i < turn.Messages.Count; i++)
            {
                JsonSerializer.Serialize(writer, turn.Messages[i], MessageJson.Message);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRecord(Utf8JsonWriter writer, TurnRecord record)
    {
        writer.WriteNumber("number"u8, record.Number);
        writer.WriteString("id"u8, record.Id);
        writer.WriteNumber("parent"u8, record.ParentTurn);
        writer.WriteString("status"u8, SessionJsonNames.Of(record.Status));
        WriteOptional(writer, "finishReason"u8, record.FinishReason?.Value);
        WriteOptional(writer, "responseId"u8, record.ResponseId);
        writer.WriteString("startedAt"u8, record.StartedAt);
        writer.WriteString("completedAt"u8, record.CompletedAt);
        if (record.Usage is not null)
        {
            writer.WritePropertyName("usage"u8);
            JsonSerializer.Serialize(writer, record.Usage, MessageJson.Usage);
        }
    }

    private static void WriteState(Utf8JsonWriter writer, IReadOnlyCollection<StateValue> state)
    {
        writer.WriteStartObject("state"u8);
        foreach (var value in state)
        {
            writer.WriteStartObject(value.Key);
            writer.WriteNumber("version"u8, value.Version);
            writer.WritePropertyName("value"u8);
            writer.WriteRawValue(value.Json!.Value.Span);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
