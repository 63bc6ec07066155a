using Sessions.Storage;

namespace Sessions;

/// <summary>A session in an <see cref="InMemorySessionStore"/>: its head, its turns by number, their replies, and the state values written at each.</summary>
internal sealed class InMemorySession(SessionHead head)
{
    private readonly Dictionary<long, StoredTurn> _turns = [];
    private readonly Dictionary<string, StoredReply> _replies = new(StringComparer.Ordinal);
    private StateHistory _state;

    public SessionHead Head { get; private set; } = head;

    public void Append(SessionCommit commit)
    {
        Head = commit.Head;
        foreach (var turn in commit.Turns)
        {
            _turns.Add(turn.Turn.Number, new StoredTurn(turn.Turn, [.. turn.Messages.Select(Own)]));
            if (turn.Reply is { } reply)
            {
                _replies[turn.Turn.TurnKey!] = reply with { InputHash = Own(reply.InputHash), Response = Own(reply.Response) };
            }
        }

        _state.Write(0, [.. commit.InitialState.Select(Own)]);
        foreach (var turn in commit.Turns)
        {
            _state.Write(turn.Turn.Number, [.. turn.State.Select(Own)]);
        }

        _state.Write(Head.CurrentTurn, [.. commit.State.Select(Own)]);
    }

    public StoredTurn? Find(long number) => _turns.GetValueOrDefault(number);

    /// <summary>The turns between two numbers, in the order of their numbers.</summary>
    public StoredTurn[] Between(long after, long through) => [.. _turns.Values.Where(turn => turn.Turn.Number > after && turn.Turn.Number <= through).OrderBy(turn => turn.Turn.Number)];

    public StoredReply? FindReply(string turnKey) => _replies.GetValueOrDefault(turnKey);

    /// <summary>The turns from one back to the first.</summary>
    public IEnumerable<StoredTurn> Chain(long number)
    {
        while (_turns.TryGetValue(number, out var turn))
        {
            yield return turn;
            number = turn.Turn.ParentTurn;
        }
    }

    public IReadOnlyList<StateValue> StateAt(long number) => _state.At(Chain(number).Select(turn => turn.Turn.Number));

    public StoredTurn WithState(StoredTurn turn) => turn with { State = _state.WrittenAt(turn.Turn.Number) };

    public SessionSummary ToSummary() => new()
    {
        Key = Head.Key,
        AgentId = Head.AgentId,
        TurnCount = Chain(Head.CurrentTurn).Count(),
        CreatedAt = Head.CreatedAt,
        UpdatedAt = Head.UpdatedAt,
    };

    /// <summary>The store's own copy of bytes whose buffer the caller may use again.</summary>
    private static ReadOnlyMemory<byte> Own(ReadOnlyMemory<byte> json) => json.ToArray();

    private static StateValue Own(StateValue value) => value with { Json = value.Json is { } json ? Own(json) : default(ReadOnlyMemory<byte>?) };
}
