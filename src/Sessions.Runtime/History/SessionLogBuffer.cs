using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// What a <see cref="SessionLog"/> holds, and how a turn is added to it. A copy shares the arrays of the original, and only one of
/// the two may go on in them.
/// </summary>
internal struct SessionLogBuffer(bool isComplete)
{
    private const int Many = 16;

    private LoggedTurn[] _turns = [];
    private int _turnCount;

    private ChatMessage[] _messages = [];
    private int _messageCount;

    // The very array of the messages as they were kept, until one has to be sent in another form.
    private ChatMessage[] _settled = [];
    private int _settledCount;

    // Fits where there is room, and is more than any conversation begins with.
    private readonly byte _openingCount;

    /// <summary>Has the latest turns of a session, to be added, and what its first turn leads every request with.</summary>
    public SessionLogBuffer(IReadOnlyList<ChatMessage> opening)
        : this(isComplete: false)
    {
        _settled = [.. opening.Take(byte.MaxValue)];
        _settledCount = _settled.Length;
        _openingCount = (byte)_settledCount;
    }

    /// <summary>Has all messages of a session, and room for its turns.</summary>
    public SessionLogBuffer(int turnCount, ChatMessage[] messages)
        : this(isComplete: true)
    {
        _turns = new LoggedTurn[turnCount];
        _messages = _settled = messages;
    }

    /// <summary>Whether the session's first turn is here.</summary>
    public bool IsComplete { get; } = isComplete;

    public readonly ReadOnlySpan<LoggedTurn> Turns => _turns.AsSpan(0, _turnCount);

    /// <summary>The number of the last turn; 0 if there is none.</summary>
    public readonly long CurrentTurn => _turnCount == 0 ? 0 : _turns[_turnCount - 1].Record.Number;

    /// <summary>The messages as they were kept.</summary>
    public readonly ArraySegment<ChatMessage> Messages => new(_messages, 0, _messageCount);

    /// <summary>The messages of all turns but the last, as they are sent.</summary>
    public readonly ArraySegment<ChatMessage> Settled => new(_settled, 0, _settledCount);

    /// <summary>The system messages of a first turn that is not here, ahead of the settled ones.</summary>
    public readonly ArraySegment<ChatMessage> Opening => new(_settled, 0, _openingCount);

    /// <summary>The last turn's messages, without those that went to the turn before.</summary>
    public IReadOnlyList<ChatMessage> Last { get; private set; } = [];

    /// <summary>Whether the last turn can be sent as it is.</summary>
    public bool LastIsSendable { get; private set; } = true;

    /// <summary>The messages of a turn as they were kept.</summary>
    public readonly ArraySegment<ChatMessage> MessagesOf(int turn)
    {
        var start = _turns[turn].Start;
        var end = turn + 1 < _turnCount ? _turns[turn + 1].Start : _messageCount;
        return new(_messages, start, end - start);
    }

    /// <summary>Adds a turn, and settles the one before it.</summary>
    /// <param name="record">The turn.</param>
    /// <param name="messages">Its messages.</param>
    /// <param name="isShared">Whether the room behind what is here belongs to another copy.</param>
    /// <returns>What had to be mended.</returns>
    public IReadOnlyList<string> Append(TurnRecord record, IReadOnlyList<ChatMessage> messages, bool isShared)
    {
        var isSendable = SendableMessages.Are(messages);
        var (settling, last, made) = isSendable && LastIsSendable ? new(Last, messages, []) : PairedMessages.Settle(Last, messages);
        var isMended = settling != Last || last != messages;

        Add(ref _turns, ref _turnCount, new LoggedTurn(record, _messageCount, _settledCount + settling.Count), isShared);
        var isOneArray = _settled == _messages;
        Add(ref _messages, ref _messageCount, messages, isShared);
        if (isOneArray && !isMended)
        {
            _settled = _messages;
            _settledCount += settling.Count;
        }
        else
        {
            Add(ref _settled, ref _settledCount, settling, isShared || isOneArray);
        }

        Last = last;
        LastIsSendable = isSendable || (last != messages && SendableMessages.Are(last));
        return made;
    }

    /// <summary>Adds a turn whose messages are here already, behind those of the turns before.</summary>
    public void Append(TurnRecord record, int messageCount) =>
        Append(record, new ArraySegment<ChatMessage>(_messages, _messageCount, messageCount), isShared: false);

    private static void Add(ref ChatMessage[] items, ref int count, IReadOnlyList<ChatMessage> messages, bool isShared)
    {
        var added = MessageSpan.Of(messages);
        MakeRoom(ref items, count, added.Length, isShared);
        added.CopyTo(items.AsSpan(count));
        count += added.Length;
    }

    private static void Add(ref LoggedTurn[] items, ref int count, LoggedTurn added, bool isShared)
    {
        MakeRoom(ref items, count, 1, isShared);
        items[count++] = added;
    }

    private static void MakeRoom<T>(ref T[] items, int count, int more, bool isShared)
    {
        if (isShared || count + more > items.Length)
        {
            // There may be many short sessions, which are not to hold much that is empty; a long one is not to be copied often.
            var grown = new T[Math.Max(count + more, count < Many ? count + (count / 2) : 2 * count)];
            Array.Copy(items, grown, count);
            items = grown;
        }
    }
}

/// <summary>A turn in a log.</summary>
/// <param name="Record">The turn.</param>
/// <param name="Start">Where its messages begin, as they were kept.</param>
/// <param name="SettledStart">Where they begin among the settled ones, or will.</param>
internal readonly record struct LoggedTurn(TurnRecord Record, int Start, int SettledStart);
