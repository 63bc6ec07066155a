using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>Messages as JSON in the form that OpenTelemetry's conventions for generative AI give them.</summary>
internal static class TelemetryMessages
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The messages, or <see langword="null"/> where they have no JSON form: a turn does not fail for its telemetry.</summary>
    public static string? Of(IEnumerable<ChatMessage> messages, ChatFinishReason? finishReason = null) => Write(writer =>
    {
        foreach (var message in messages)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, message.Role.Value);
            if (message.AuthorName is { } name)
            {
                writer.WriteString("name"u8, name);
            }

            writer.WriteStartArray("parts"u8);
            foreach (var content in message.Contents.OfType<AIContent>())
            {
                ContentKinds.Of(content).WritePart(writer, content);
            }

            writer.WriteEndArray();
            if (finishReason is { } reason && message.Role == ChatRole.Assistant)
            {
                writer.WriteString("finish_reason"u8, Calls(message) || reason == ChatFinishReason.ToolCalls ? "tool_call" : reason.Value);
            }

            writer.WriteEndObject();
        }
    });

    /// <summary>Whether a message ends with calls: then the model had something else to wait for than the end of its answer.</summary>
    private static bool Calls(ChatMessage message) => message.Contents.Any(content => content is FunctionCallContent);

    /// <summary>Instructions, as the conventions give them.</summary>
    public static string? Of(string instructions) => Write(writer => TelemetryPart.Write(writer, "text", instructions));

    private static string? Write(Action<Utf8JsonWriter> writeItems)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(buffer, Options);
            writer.WriteStartArray();
            writeItems(writer);
            writer.WriteEndArray();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // Half a character, or something that a content of the user's own type did.
            return null;
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
