using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// Writes contents as parts of a message, in the form that OpenTelemetry's conventions for generative AI give them. What the
/// conventions leave open has the form that Microsoft.Extensions.AI writes, where it has one.
/// </summary>
internal static class TelemetryPart
{
    /// <summary>A text of some type.</summary>
    public static void Write(Utf8JsonWriter json, string type, string? text)
    {
        Begin(json, type);
        json.WriteString("content"u8, text);
        json.WriteEndObject();
    }

    /// <summary>A content that the conventions have no form for: its kind alone.</summary>
    public static void WriteUnknown(Utf8JsonWriter json, AIContent content)
    {
        Begin(json, content.GetType().Name);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, DataContent data)
    {
        Begin(json, "blob");
        WriteMedia(json, data.MediaType);
        json.WriteString("content"u8, data.Base64Data.Span);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, UriContent uri)
    {
        Begin(json, "uri");
        WriteMedia(json, uri.MediaType);
        json.WriteString("uri"u8, uri.Uri.ToString());
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, HostedFileContent file)
    {
        Begin(json, "file");
        WriteMedia(json, file.MediaType);
        json.WriteString("file_id"u8, file.FileId);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, FunctionCallContent call)
    {
        Begin(json, "tool_call", call.CallId);
        json.WriteString("name"u8, call.Name);
        WriteValue(json, "arguments", call.Arguments);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, FunctionResultContent result)
    {
        Begin(json, "tool_call_response", result.CallId);
        WriteValue(json, "response", result.Result);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ToolApprovalRequestContent request)
    {
        Begin(json, "tool_approval_request", request.RequestId);
        json.WritePropertyName("tool_call"u8);
        ContentKinds.Of(request.ToolCall).WritePart(json, request.ToolCall);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ToolApprovalResponseContent response)
    {
        Begin(json, "tool_approval_response", response.RequestId);
        json.WriteBoolean("approved"u8, response.Approved);
        if (response.Reason is { } reason)
        {
            json.WriteString("reason"u8, reason);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, McpServerToolCallContent call) =>
        WriteHostedCall(json, call, call.Name, "mcp", () =>
        {
            json.WriteString("server_name"u8, call.ServerName);
            WriteValue(json, "arguments", call.Arguments);
        });

    public static void Write(Utf8JsonWriter json, CodeInterpreterToolCallContent call) =>
        WriteHostedCall(json, call, "code_interpreter", "code_interpreter", () =>
            json.WriteString("code"u8, call.Inputs?.Select(CodeOf).FirstOrDefault(code => !string.IsNullOrEmpty(code))));

    public static void Write(Utf8JsonWriter json, WebSearchToolCallContent call) =>
        WriteHostedCall(json, call, "web_search", "web_search", () =>
        {
            json.WriteStartArray("queries"u8);
            foreach (var query in call.Queries ?? [])
            {
                json.WriteStringValue(query);
            }

            json.WriteEndArray();
        });

    /// <summary>A call that the service makes itself.</summary>
    public static void WriteHostedCall(Utf8JsonWriter json, ToolCallContent call, string name, string type, Action? writeMembers = null)
    {
        Begin(json, "server_tool_call", call.CallId);
        json.WriteString("name"u8, name);
        json.WritePropertyName("server_tool_call"u8);
        Begin(json, type);
        writeMembers?.Invoke();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The result of such a call.</summary>
    public static void WriteHostedResult(Utf8JsonWriter json, ToolResultContent result, string type, IEnumerable<AIContent>? outputs)
    {
        Begin(json, "server_tool_call_response", result.CallId);
        json.WritePropertyName("server_tool_call_response"u8);
        Begin(json, type);
        json.WriteStartArray("output"u8);
        foreach (var output in outputs?.OfType<AIContent>() ?? [])
        {
            ContentKinds.Of(output).WritePart(json, output);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string type, string? id = null)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        if (id is not null)
        {
            json.WriteString("id"u8, id);
        }
    }

    private static void WriteMedia(Utf8JsonWriter json, string? mediaType)
    {
        if (mediaType is not null)
        {
            json.WriteString("mime_type"u8, mediaType);
        }

        var kind = mediaType.AsSpan(0, Math.Max(0, mediaType?.IndexOf('/', StringComparison.Ordinal) ?? 0));
        json.WriteString("modality"u8, kind is "image" or "audio" or "video" ? kind : "document");
    }

    private static string? CodeOf(AIContent? input) => input switch
    {
        TextContent text => text.Text,
        DataContent data when data.HasTopLevelMediaType("text") => Encoding.UTF8.GetString(data.Data.Span),
        _ => null,
    };

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        if (value is not null && MessageJson.TrySerialize(value) is { } written)
        {
            json.WriteRawValue(written);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
