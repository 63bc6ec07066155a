using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>One turn in memory: its record and the messages that were kept of it.</summary>
internal sealed record LogTurn(TurnRecord Record, IReadOnlyList<ChatMessage> Messages);

/// <summary>
/// The turns of a session in memory, in order. Immutable to whoever holds one; appending makes a new one that shares what is
/// there, so that its cost is that of the new messages alone.
/// </summary>
internal sealed class SessionLog
{
    private readonly LogTurn[] _turns;
    private readonly int _turnCount;
    private readonly ChatMessage[] _messages;
    private readonly int _messageCount;

    private SessionLog(LogTurn[] turns, int turnCount, ChatMessage[] messages, int messageCount)
    {
        _turns = turns;
        _turnCount = turnCount;
        _messages = messages;
        _messageCount = messageCount;
        Messages = new ArraySegment<ChatMessage>(messages, 0, messageCount);
    }

    public static SessionLog Empty { get; } = new([], 0, [], 0);

    /// <summary>All messages, oldest first: a view, not a copy.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; }

    public ReadOnlySpan<LogTurn> Turns => _turns.AsSpan(0, _turnCount);

    /// <summary>The turns with greater numbers than one: found from the end, at the cost of those turns alone.</summary>
    public ReadOnlySpan<LogTurn> TurnsAfter(long number)
    {
        var start = _turnCount;
        while (start > 0 && _turns[start - 1].Record.Number > number)
        {
            start--;
        }

        return Turns[start..];
    }

    /// <summary>Adds a turn. A log is appended to once: its successor is what further turns are appended to.</summary>
    public SessionLog Append(TurnRecord record, IReadOnlyList<ChatMessage> messages)
    {
        var turns = WithRoom(_turns, _turnCount, 1);
        turns[_turnCount] = new LogTurn(record, messages);

        var all = WithRoom(_messages, _messageCount, messages.Count);
        for (var i = 0; i < messages.Count; i++)
        {
            all[_messageCount + i] = messages[i];
        }

        return new SessionLog(turns, _turnCount + 1, all, _messageCount + messages.Count);
    }

    private static T[] WithRoom<T>(T[] items, int count, int more)
    {
        if (count + more > items.Length)
        {
            Array.Resize(ref items, Math.Max(count + more, count * 2));
        }

        return items;
    }
}
