using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions;

/// <summary>Turns as stores keep them.</summary>
internal static class StoredTurnJson
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>Writes a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="depth">How many turns there are through it.</param>
    /// <param name="reply">What answers its key.</param>
    /// <param name="state">The state that was written at it.</param>
    public static StoredTurn Write(SessionTurn turn, long depth, TurnReply? reply, IReadOnlyList<StateValue> state)
    {
        var record = turn.Record;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        TurnJson.Write(json, record, reply, since: 0);
        json.WriteEndObject();
        json.Flush();
        var recordLength = buffer.WrittenCount;
        json.Reset();
        MessageJson.Write(json, turn.Messages);
        json.Flush();
        return new StoredTurn
        {
            Number = record.Number,
            Id = record.Id,
            ParentTurn = record.ParentTurn,
            Depth = depth,
            TurnKey = record.TurnKey,
            InputHash = reply?.InputHash,
            Record = buffer.WrittenMemory[..recordLength],
            Messages = buffer.WrittenMemory[recordLength..],
            MessageCount = turn.Messages.Count,
            State = state,
        };
    }

    /// <summary>Reads a turn with its messages.</summary>
    /// <exception cref="SessionFormatException">It is damaged.</exception>
    public static SessionTurn Read(SessionKey key, StoredTurn turn)
    {
        var messages = new List<ChatMessage>(Math.Clamp(turn.MessageCount, 0, 64));
        try
        {
            MessageJson.Read(turn.Messages, messages);
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw StoredFormat.Damaged($"Message {messages.Count} of turn {turn.Number} of session '{key}'", exception);
        }

        return new SessionTurn(ReadRecord(key, turn, messages.Count), messages);
    }

    /// <summary>Reads what is kept of a turn besides its messages.</summary>
    /// <inheritdoc cref="Read"/>
    private static TurnRecord ReadRecord(SessionKey key, StoredTurn turn, int messageCount)
    {
        try
        {
            var reader = new Utf8JsonReader(turn.Record.Span, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
            return StoredFormat.Checked(ReadRecord(ref reader, turn, messageCount));
        }
        catch (Exception exception) when (StoredFormat.IsDamage(exception))
        {
            throw StoredFormat.Damaged($"The record of turn {turn.Number} of session '{key}'", exception);
        }
    }

    private static TurnRecord ReadRecord(ref Utf8JsonReader reader, StoredTurn turn, int messageCount)
    {
        var json = new TurnJson();
        json.SetKey(turn.TurnKey, turn.InputHash);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is no JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = MemberNames.Of(ref reader);
            reader.Read();
            if (name is "key" or "inputHash" || !json.TryReadMember(name, ref reader, turn.Record.Span))
            {
                reader.Skip();
            }
        }

        return json.ToRecord(turn.Number, new CompactId(turn.Id), turn.ParentTurn, messageCount, since: 0);
    }
}
