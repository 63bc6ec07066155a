using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>What the key of a turn means: the same input, and so the same reply.</summary>
internal static class TurnKeys
{
    /// <summary>Checks a caller's key: what may name a session may name a turn.</summary>
    public static string? Validate(string? turnKey) => turnKey is null ? null : new SessionKey(turnKey).Id;

    /// <summary>
    /// A hash of what the caller said. When and under which id a message was made does not count: who runs a turn again makes
    /// its messages again.
    /// </summary>
    public static byte[] Hash(IReadOnlyList<ChatMessage> messages)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            for (var i = 0; i < messages.Count; i++)
            {
                writer.WriteStartObject();
                writer.WriteString("role"u8, messages[i].Role.Value);
                writer.WriteString("author"u8, messages[i].AuthorName);
                writer.WriteStartArray("contents"u8);
                foreach (var content in messages[i].Contents)
                {
                    JsonSerializer.Serialize(writer, content, MessageJson.Content);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Refuses a key that stands for another input.</summary>
    /// <exception cref="ArgumentException">The key was used with another input.</exception>
    public static void ThrowIfOtherInput(string turnKey, ReadOnlyMemory<byte> recorded, ReadOnlyMemory<byte> given)
    {
        if (!recorded.Span.SequenceEqual(given.Span))
        {
            throw new ArgumentException($"The turn key '{turnKey}' was used before with other messages. A key stands for one input; give this run a key of its own.", nameof(turnKey));
        }
    }

    /// <summary>What is kept of a response, to be given again.</summary>
    public static StoredReply ToReply(AgentResponse response, byte[] inputHash)
    {
        var chatResponse = new ChatResponse([.. response.Messages])
        {
            Usage = response.Usage,
            FinishReason = response.FinishReason,
            ResponseId = response.ResponseId,
            ConversationId = response.ConversationId,
            CreatedAt = response.CreatedAt,
        };
        return new StoredReply(response.TurnId!, inputHash, JsonSerializer.SerializeToUtf8Bytes(chatResponse, MessageJson.Response));
    }

    /// <summary>Reads a response that was kept.</summary>
    /// <exception cref="ArgumentException">The key was used with another input.</exception>
    public static AgentResponse ToResponse(StoredReply reply, string turnKey, byte[] inputHash, string agentId)
    {
        ThrowIfOtherInput(turnKey, reply.InputHash, inputHash);
        try
        {
            var response = JsonSerializer.Deserialize(reply.Response.Span, MessageJson.Response) ?? throw new JsonException("The response is null.");
            return new AgentResponse(response) { AgentId = agentId, TurnId = reply.TurnId };
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new SessionFormatException($"The reply recorded for the turn key '{turnKey}' cannot be read: {exception.Message} What is stored is unchanged. Run the turn under another key.", exception);
        }
    }
}
