using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

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

    /// <summary>What is kept of a response, to be given again: all of it that has a JSON form, and that is not kept of the turn already.</summary>
    /// <param name="response">The response.</param>
    /// <param name="outputs">The messages of it that are kept of the turn.</param>
    /// <param name="usage">The tokens that are kept of the turn.</param>
    public TurnReply ToReply(AgentResponse response, ReadOnlySpan<ChatMessage> outputs, UsageDetails? usage)
    {
        ChatMessage[] messages = [.. response.Messages.Select(MessageCopy.Of)];
        KeptForm.LeaveOut(messages);
        var isKept = AreWrittenAlike(messages, outputs);
        var chatResponse = new ChatResponse(isKept ? [] : messages)
        {
            Usage = usage is not null && HaveSameJson(response.Usage, usage) ? null : response.Usage,
            ConversationId = response.ConversationId,
            CreatedAt = response.CreatedAt,
            ModelId = (response.RawRepresentation as ChatResponse)?.ModelId,
            AdditionalProperties = KeptForm.WithoutOthers(response.AdditionalProperties),
        };
        return new TurnReply(Key.Value, Hash, JsonSerializer.SerializeToUtf8Bytes(chatResponse, MessageJson.Response), HasMessages: !isKept);
    }

    /// <summary>Makes the response again that a turn has kept.</summary>
    /// <param name="turn">The turn, which has answered the key.</param>
    /// <param name="agentId">The agent that gives it.</param>
    /// <exception cref="ArgumentException">The key was used with another input.</exception>
    public AgentResponse ToResponse(SessionTurn turn, string agentId)
    {
        var (record, reply) = (turn.Record, turn.Record.Reply!);
        ThrowIfOther(reply.InputHash);
        try
        {
            var response = StoredFormat.Checked(JsonSerializer.Deserialize(reply.Response.Span, MessageJson.Response));
            if (!reply.HasMessages)
            {
                response.Messages = [.. turn.Messages.Skip(record.InputCount).Select(MessageCopy.Of)];
            }

            response.Usage ??= record.Usage;
            response.FinishReason = record.FinishReason;
            response.ResponseId = record.ResponseId;
            return new AgentResponse(response) { AgentId = agentId, CompactTurnId = record.CompactId };
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw StoredFormat.Damaged($"The reply recorded for the turn key '{Key}'", exception, "Run the turn under another key.");
        }
    }

    private static bool AreWrittenAlike(ReadOnlySpan<ChatMessage> messages, ReadOnlySpan<ChatMessage> kept)
    {
        var areAlike = messages.Length == kept.Length;
        for (var i = 0; areAlike && i < messages.Length; i++)
        {
            areAlike = JsonSerializer.SerializeToUtf8Bytes(messages[i], MessageJson.Message).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(kept[i], MessageJson.Message));
        }

        return areAlike;
    }

    private static bool HaveSameJson(UsageDetails? one, UsageDetails other) =>
        one is not null && JsonSerializer.SerializeToUtf8Bytes(one, MessageJson.Usage).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, MessageJson.Usage));

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
