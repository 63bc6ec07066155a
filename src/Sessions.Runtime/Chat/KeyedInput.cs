using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>The key of a turn, with a hash of the input that it stands for: the same input, and so the same reply.</summary>
internal sealed class KeyedInput
{
    /// <summary>Takes the input that a run with a key was given.</summary>
    /// <remarks>When and under which id a message was made does not count: who runs a turn again makes its messages again.</remarks>
    /// <exception cref="SessionFormatException">A message has no JSON form.</exception>
    public KeyedInput(TurnKey key, IReadOnlyList<ChatMessage> input)
    {
        KeptForm.ThrowIfNone(input);
        Key = key;
        Hash = HashOf(input);
    }

    public TurnKey Key { get; }

    public byte[] Hash { get; }

    /// <summary>Refuses what was recorded for another input.</summary>
    /// <exception cref="ArgumentException">The key was used with another input.</exception>
    public void ThrowIfOther(ReadOnlyMemory<byte> recordedHash)
    {
        if (!recordedHash.Span.SequenceEqual(Hash))
        {
            throw OtherInput(Key);
        }
    }

    /// <summary>What is kept of a response, to be given again: all of it that has a JSON form.</summary>
    public StoredReply ToReply(AgentResponse response)
    {
        ChatMessage[] messages = [.. response.Messages.Select(MessageCopy.Of)];
        KeptForm.LeaveOut(messages);
        var chatResponse = new ChatResponse(messages)
        {
            Usage = response.Usage,
            FinishReason = response.FinishReason,
            ResponseId = response.ResponseId,
            ConversationId = response.ConversationId,
            CreatedAt = response.CreatedAt,
            ModelId = (response.RawRepresentation as ChatResponse)?.ModelId,
            AdditionalProperties = KeptForm.WithoutOthers(response.AdditionalProperties),
        };
        return new StoredReply(response.TurnId!, Hash, JsonSerializer.SerializeToUtf8Bytes(chatResponse, MessageJson.Response));
    }

    /// <summary>Reads a response that was kept.</summary>
    /// <exception cref="ArgumentException">The key was used with another input.</exception>
    public AgentResponse ToResponse(StoredReply reply, string agentId)
    {
        ThrowIfOther(reply.InputHash);
        try
        {
            var response = StoredFormat.Checked(JsonSerializer.Deserialize(reply.Response.Span, MessageJson.Response));
            return new AgentResponse(response) { AgentId = agentId, TurnId = reply.TurnId };
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw StoredFormat.Damaged($"The reply recorded for the turn key '{Key}'", exception, "Run the turn under another key.");
        }
    }

    private static ArgumentException OtherInput(TurnKey turnKey) =>
        new($"The turn key '{turnKey}' was used before with other messages. A key stands for one input; give this run a key of its own.", nameof(turnKey));

    private static byte[] HashOf(IReadOnlyList<ChatMessage> messages)
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
}
