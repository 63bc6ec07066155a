using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>A turn whose answer is made in the background, as a continuation token holds it.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="AgentId">The agent that runs it.</param>
/// <param name="Session">Its session, if it has one.</param>
internal sealed record SuspendedTurn(CompactId TurnId, string AgentId, SessionKey? Session)
{
    private const int Format = 1;

    /// <summary>The revision of the session that the turn began with.</summary>
    public long Revision { get; init; }

    /// <summary>The number of the turn that it follows.</summary>
    public long FollowedTurn { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The messages that it was given.</summary>
    public IReadOnlyList<ChatMessage> Input { get; init; } = [];

    /// <summary>What the model and the tools have said so far, if anything.</summary>
    public ChatResponse? Answer { get; init; }

    /// <summary>What tools changed in the session's state.</summary>
    public IReadOnlyList<StateStep> State { get; init; } = [];

    /// <summary>The bytes of the token that the model's client gave.</summary>
    public ReadOnlyMemory<byte> ClientToken { get; init; }

    /// <summary>Reads what <see cref="Write()"/> has written.</summary>
    /// <exception cref="SessionFormatException">It is not that.</exception>
    public static SuspendedTurn Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            return reader.BytesConsumed == json.Length ? Read(document.RootElement) : throw new JsonException("Something follows its end.");
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw new SessionFormatException($"The continuation token cannot be read: {exception.Message} Give the run the bytes of a token that this agent has returned.", exception);
        }
    }

    /// <summary>Writes the turn.</summary>
    /// <exception cref="SessionFormatException">A message has no JSON form.</exception>
    public byte[] Write()
    {
        KeptForm.ThrowIfNone(Input);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static SuspendedTurn Read(JsonElement turn)
    {
        if (turn.GetProperty("format"u8).GetInt32() is var format and not Format)
        {
            throw new JsonException($"Its format is {format}; this version of the library reads {Format}.");
        }

        return new(new CompactId(Text(turn, "turn"u8)), Text(turn, "agent"u8), turn.TryGetProperty("session"u8, out var session) ? new SessionKey(Text(turn, "tenant"u8), session.GetString()!) : null)
        {
            Revision = Number(turn, "revision"u8),
            FollowedTurn = Number(turn, "follows"u8),
            StartedAt = turn.GetProperty("startedAt"u8).GetDateTimeOffset(),
            Input = [.. turn.GetProperty("input"u8).EnumerateArray().Select(message => StoredFormat.Checked(message.Deserialize(MessageJson.Message)))],
            Answer = turn.TryGetProperty("answer"u8, out var answer) ? StoredFormat.Checked(answer.Deserialize(MessageJson.Response)) : null,
            State = StateStepJson.Read(turn, "state"u8),
            ClientToken = turn.GetProperty("token"u8).GetBytesFromBase64(),
        };
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("format"u8, Format);
        writer.WriteString("turn"u8, TurnId.ToString());
        writer.WriteString("agent"u8, AgentId);
        if (Session is { } session)
        {
            writer.WriteString("tenant"u8, session.Tenant);
            writer.WriteString("session"u8, session.Id);
        }

        writer.WriteNumber("revision"u8, Revision);
        writer.WriteNumber("follows"u8, FollowedTurn);
        writer.WriteString("startedAt"u8, StartedAt);
        writer.WriteStartArray("input"u8);
        foreach (var message in Input)
        {
            JsonSerializer.Serialize(writer, message, MessageJson.Message);
        }

        writer.WriteEndArray();
        if (Answer is not null)
        {
            writer.WritePropertyName("answer"u8);
            JsonSerializer.Serialize(writer, Written(Answer), MessageJson.Response);
        }

        StateStepJson.Write(writer, "state"u8, State);
        writer.WriteBase64String("token"u8, ClientToken.Span);
        writer.WriteEndObject();
    }

    /// <summary>What of an answer has a JSON form.</summary>
    private static ChatResponse Written(ChatResponse answer)
    {
        ChatMessage[] messages = [.. answer.Messages.Select(MessageCopy.Of)];
        KeptForm.LeaveOut(messages);
        return new ChatResponse(messages) { ConversationId = answer.ConversationId, Usage = answer.Usage };
    }

    private static string Text(JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.GetProperty(name).GetString() ?? throw new JsonException("A name or an id in it is null.");

    private static long Number(JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.GetProperty(name).GetInt64() is >= 0 and var number ? number : throw new JsonException("A number in it is negative.");
}
