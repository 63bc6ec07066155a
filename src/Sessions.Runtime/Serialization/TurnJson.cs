using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions;

/// <summary>The members of one turn, while it is read from a session's JSON: they may come in any order.</summary>
internal struct TurnJson
{
    private long? _number;
    private CompactId? _id;
    private TurnStatus _status;
    private string? _finishReason;
    private string? _responseId;
    private DateTimeOffset? _startedAt;
    private DateTimeOffset? _completedAt;
    private UsageDetails? _usage;
    private int _inputCount;
    private TurnKey? _key;

    /// <summary>What was kept for a repeated run.</summary>
    public (byte[] InputHash, byte[] Response)? Reply { get; set; }

    /// <summary>The state values that were written at the turn.</summary>
    public IReadOnlyList<StateValue>? State { get; set; }

    /// <summary>Reads a member that is a value.</summary>
    /// <returns>Whether it is one of a turn's.</returns>
    public bool TryReadMember(string name, ref Utf8JsonReader reader)
    {
        switch (name)
        {
            case "number": _number = reader.GetInt64(); break;
            case "id": _id = CompactId.Read(ref reader); break;
            case "status": _status = SessionJsonNames.ToTurnStatus(reader.GetString()); break;
            case "finishReason": _finishReason = reader.GetString(); break;
            case "responseId": _responseId = reader.GetString(); break;
            case "startedAt": _startedAt = reader.GetDateTimeOffset(); break;
            case "completedAt": _completedAt = reader.GetDateTimeOffset(); break;
            case "usage": _usage = JsonSerializer.Deserialize(ref reader, MessageJson.Usage); break;
            case "inputCount": _inputCount = reader.GetInt32(); break;
            case "key": _key = TurnKey.From(reader.GetString()); break;
            default: return false;
        }

        return true;
    }

    /// <summary>The turn's record.</summary>
    /// <param name="parentTurn">The turn before it.</param>
    /// <param name="messageCount">How many messages it has.</param>
    public readonly TurnRecord ToRecord(long parentTurn, int messageCount) => new(RequiredMember.Of(_id, "id"))
    {
        Number = RequiredMember.Of(_number, "number"),
        ParentTurn = parentTurn,
        Status = _status,
        FinishReason = _finishReason is null ? null : new ChatFinishReason(_finishReason),
        ResponseId = _responseId,
        StartedAt = RequiredMember.Of(_startedAt, "startedAt"),
        CompletedAt = RequiredMember.Of(_completedAt, "completedAt"),
        Usage = _usage,
        InputCount = Math.Clamp(_inputCount, 0, messageCount),
        TurnKey = _key?.Value,
    };
}
