using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// Messages that are one text, as most are, as the same JSON that the serializer makes of them, in a fraction of its time. Whatever
/// has more to it is the serializer's.
/// </summary>
internal static class TextMessageJson
{
    private static readonly JsonEncodedText Role = JsonEncodedText.Encode("role");
    private static readonly JsonEncodedText Contents = JsonEncodedText.Encode("contents");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("$type");
    private static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");

    // A release of Microsoft.Extensions.AI in which there is more to a message or a text must lose none of it.
    private static readonly bool IsAllKnown =
        HasOnly(MessageJson.Message, ["authorName", "createdAt", "role", "contents", "messageId", "additionalProperties"])
        && HasOnly(MessageJson.Text, ["text", "annotations", "additionalProperties"]);

    /// <summary>Writes a message, if it is one text.</summary>
    public static bool TryWrite(Utf8JsonWriter json, ChatMessage message)
    {
        if (!IsAllKnown || TextOf(message) is not { } text)
        {
            return false;
        }

        json.WriteStartObject();
        WriteOptional(json, "authorName"u8, message.AuthorName);
        if (message.CreatedAt is { } createdAt)
        {
            json.WriteString("createdAt"u8, createdAt);
        }

        json.WriteString(Role, message.Role.Value);
        json.WriteStartArray(Contents);
        json.WriteStartObject();
        json.WriteString(Type, Text);
        json.WriteString(Text, text);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteOptional(json, "messageId"u8, message.MessageId);
        json.WriteEndObject();
        return true;
    }

    /// <summary>Reads the message that the reader stands at, or leaves the reader there if it is another.</summary>
    public static ChatMessage? TryRead(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        if (TryReadMembers(ref ahead) is not { } message)
        {
            return null;
        }

        reader = ahead;
        return message;
    }

    private static bool HasOnly(JsonTypeInfo type, string[] names) => type.Properties.All(property => property.Get is null || names.Contains(property.Name));

    /// <summary>The text of a message that is nothing else.</summary>
    private static string? TextOf(ChatMessage message) =>
        message is { AdditionalProperties: null, Contents: { Count: 1 } contents } && message.GetType() == typeof(ChatMessage)
        && contents[0] is TextContent { Annotations: null, AdditionalProperties: null } content && content.GetType() == typeof(TextContent)
            ? content.Text
            : null;

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static ChatMessage? TryReadMembers(ref Utf8JsonReader json)
    {
        ChatRole? role = null;
        string? text = null;
        string? authorName = null;
        string? messageId = null;
        DateTimeOffset? createdAt = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isRead = json.ValueTextEquals("role"u8) ? TryRead(ref json, ref role)
                : json.ValueTextEquals("contents"u8) ? TryReadContents(ref json, ref text)
                : json.ValueTextEquals("messageId"u8) ? TryRead(ref json, ref messageId)
                : json.ValueTextEquals("createdAt"u8) ? TryRead(ref json, ref createdAt)
                : json.ValueTextEquals("authorName"u8) && TryRead(ref json, ref authorName);
            if (!isRead)
            {
                return null;
            }
        }

        return role is null || text is null ? null : new ChatMessage(role.Value, text) { AuthorName = authorName, MessageId = messageId, CreatedAt = createdAt };
    }

    private static bool TryReadContents(ref Utf8JsonReader json, ref string? text) =>
        Next(ref json, JsonTokenType.StartArray)
        && Next(ref json, JsonTokenType.StartObject)
        && Next(ref json, JsonTokenType.PropertyName) && json.ValueTextEquals("$type"u8)
        && Next(ref json, JsonTokenType.String) && json.ValueTextEquals("text"u8)
        && Next(ref json, JsonTokenType.PropertyName) && json.ValueTextEquals("text"u8)
        && TryRead(ref json, ref text)
        && Next(ref json, JsonTokenType.EndObject)
        && Next(ref json, JsonTokenType.EndArray);

    private static bool TryRead(ref Utf8JsonReader json, ref string? value)
    {
        if (!Next(ref json, JsonTokenType.String))
        {
            return false;
        }

        value = json.GetString();
        return true;
    }

    private static bool TryRead(ref Utf8JsonReader json, ref DateTimeOffset? value)
    {
        if (!Next(ref json, JsonTokenType.String))
        {
            return false;
        }

        value = json.GetDateTimeOffset();
        return true;
    }

    private static bool TryRead(ref Utf8JsonReader json, ref ChatRole? role)
    {
        // A tool's message has its results in it, and is not looked at any further.
        if (!Next(ref json, JsonTokenType.String) || json.ValueTextEquals("tool"u8))
        {
            return false;
        }

        role = json.ValueTextEquals("user"u8) ? ChatRole.User
            : json.ValueTextEquals("assistant"u8) ? ChatRole.Assistant
            : json.ValueTextEquals("system"u8) ? ChatRole.System
            : new ChatRole(json.GetString()!);
        return true;
    }

    private static bool Next(ref Utf8JsonReader json, JsonTokenType expected) => json.Read() && json.TokenType == expected;
}
