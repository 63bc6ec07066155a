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
            foreach (var content in message.Contents)
            {
                WritePart(writer, content);
            }

            writer.WriteEndArray();
            if (finishReason is { } reason)
            {
                writer.WriteString("finish_reason"u8, reason.Value);
            }

            writer.WriteEndObject();
        }
    });

    /// <summary>Instructions, as the conventions give them.</summary>
    public static string? Of(string instructions) => Write(writer => WriteText(writer, "text", instructions));

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

    private static void WritePart(Utf8JsonWriter writer, AIContent? content)
    {
        switch (content)
        {
            case null:
                return;
            case TextContent text:
                WriteText(writer, "text", text.Text);
                return;
            case TextReasoningContent reasoning:
                WriteText(writer, "reasoning", reasoning.Text);
                return;
        }

        writer.WriteStartObject();
        switch (content)
        {
            case FunctionCallContent call:
                writer.WriteString("type"u8, "tool_call"u8);
                writer.WriteString("id"u8, call.CallId);
                writer.WriteString("name"u8, call.Name);
                WriteValue(writer, "arguments", call.Arguments);
                break;
            case FunctionResultContent result:
                writer.WriteString("type"u8, "tool_call_response"u8);
                writer.WriteString("id"u8, result.CallId);
                WriteValue(writer, "response", result.Result);
                break;
            case DataContent data:
                writer.WriteString("type"u8, "blob"u8);
                WriteMedia(writer, data.MediaType);
                writer.WriteString("content"u8, data.Base64Data.Span);
                break;
            case UriContent uri:
                writer.WriteString("type"u8, "uri"u8);
                WriteMedia(writer, uri.MediaType);
                writer.WriteString("uri"u8, uri.Uri.ToString());
                break;
            default:
                writer.WriteString("type"u8, content.GetType().Name);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string type, string? text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteString("content"u8, text);
        writer.WriteEndObject();
    }

    private static void WriteMedia(Utf8JsonWriter writer, string mediaType)
    {
        writer.WriteString("mime_type"u8, mediaType);
        var kind = mediaType.AsSpan(0, Math.Max(0, mediaType.IndexOf('/', StringComparison.Ordinal)));
        writer.WriteString("modality"u8, kind is "image" or "audio" or "video" ? kind : "document");
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, object? value)
    {
        writer.WritePropertyName(name);
        if (value is not null && MessageJson.TrySerialize(value) is { } json)
        {
            writer.WriteRawValue(json);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
