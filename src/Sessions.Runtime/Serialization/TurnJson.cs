using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// What is kept of a turn besides its messages, as members of a JSON object: of the turn in a session's document, and of the record
/// that stores keep. They may come in any order, and what is as it mostly is, is left out.
/// </summary>
internal struct TurnJson
{
    private static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText Took = JsonEncodedText.Encode("took");

    private TurnStatus _status;
    private string? _finishReason;
    private string? _responseId;
    private long? _at;
    private long _took;
    private UsageDetails? _usage;
    private int? _inputCount;
    private string? _key;
    private byte[]? _inputHash;
    private byte[]? _response;
    private bool _hasMessages;

    /// <summary>Writes the members that every form of a turn has.</summary>
    /// <param name="json">Stands in the object.</param>
    /// <param name="record">The turn.</param>
    /// <param name="reply">What answers its key.</param>
    /// <param name="since">The time that the turn's beginning is told from, in ticks.</param>
    public static void Write(Utf8JsonWriter json, TurnRecord record, TurnReply? reply, long since)
    {
        json.WriteNumber(At, record.StartedAt.UtcTicks - since);
        json.WriteNumber(Took, record.CompletedAt.UtcTicks - record.StartedAt.UtcTicks);
        if (record.Status != TurnStatus.Completed)
        {
            json.WriteString("status"u8, SessionJsonNames.Of(record.Status));
        }

        if (record.InputCount != 1)
        {
            json.WriteNumber("inputCount"u8, record.InputCount);
        }

        if (record.FinishReason is { } finishReason)
        {
            json.WriteString("finishReason"u8, finishReason.Value);
        }

        if (record.ResponseId is { } responseId)
        {
            json.WriteString("responseId"u8, responseId);
        }

        if (record.Usage is not null)
        {
            json.WritePropertyName("usage"u8);
            JsonSerializer.Serialize(json, record.Usage, MessageJson.Usage);
        }

        if (reply is not null)
        {
            // Without messages of its own the response is as good as empty.
            json.WritePropertyName(reply.HasMessages ? "response"u8 : "answer"u8);
            json.WriteRawValue(reply.Response.Span);
        }
    }

    /// <summary>Reads a member.</summary>
    /// <returns>Whether it is one of those that every form of a turn has.</returns>
    public bool TryReadMember(string name, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (name)
        {
            case "at": _at = reader.GetInt64(); break;
            case "took": _took = reader.GetInt64(); break;
            case "status": _status = SessionJsonNames.ToTurnStatus(reader.GetString()); break;
            case "inputCount": _inputCount = reader.GetInt32(); break;
            case "finishReason": _finishReason = reader.GetString(); break;
            case "responseId": _responseId = reader.GetString(); break;
            case "usage": _usage = JsonSerializer.Deserialize(ref reader, MessageJson.Usage); break;
            case "key": _key = TurnKey.From(reader.GetString())?.Value; break;
            case "inputHash": _inputHash = StoredFormat.CheckedHash(reader.GetBytesFromBase64()); break;
            case "answer": (_response, _hasMessages) = (ReadRaw(ref reader, json), false); break;
            case "response": (_response, _hasMessages) = (ReadRaw(ref reader, json), true); break;
            default: return false;
        }

        return true;
    }

    /// <summary>Takes what a store keeps of the turn beside the record.</summary>
    public void SetKey(string? turnKey, ReadOnlyMemory<byte>? inputHash)
    {
        _key = turnKey;
        _inputHash = inputHash is { } hash ? StoredFormat.CheckedHash(hash.ToArray()) : null;
    }

    /// <summary>The turn's record.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="id">Its id.</param>
    /// <param name="parentTurn">The turn before it.</param>
    /// <param name="messageCount">How many messages it has.</param>
    /// <param name="since">The time that its beginning is told from, in ticks.</param>
    public readonly TurnRecord ToRecord(long number, CompactId id, long parentTurn, int messageCount, long since)
    {
        var startedAt = checked(RequiredMember.Of(_at, "at") + since);
        return new(id)
        {
            Number = number,
            ParentTurn = parentTurn,
            Status = _status,
            FinishReason = _finishReason is null ? null : new ChatFinishReason(_finishReason),
            ResponseId = _responseId,
            StartedAt = new(startedAt, TimeSpan.Zero),
            CompletedAt = new(checked(startedAt + _took), TimeSpan.Zero),
            Usage = _usage,
            InputCount = Math.Clamp(_inputCount ?? 1, 0, messageCount),
            TurnKey = _key,
            Reply = _key is null || _inputHash is null ? null : new TurnReply(_key, _inputHash, _response ?? throw RequiredMember.Missing("response"), _hasMessages),
        };
    }

    private static byte[] ReadRaw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed].ToArray();
    }
}
