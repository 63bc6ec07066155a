using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// The turns of a session in memory, in order. Immutable to whoever holds one; appending makes a new one that shares what is
/// there, so that its cost is that of the new messages alone.
/// </summary>
/// <remarks>
/// Besides the turns as they were kept, the log has them as they are sent. A turn is settled, once and for good, when the turn
/// after it is appended, because that one may answer its calls. The last turn is paired anew with what each request adds.
/// </remarks>
internal sealed class SessionLog
{
    private readonly SessionTurn[] _turns;
    private readonly int _turnCount;
    private readonly ChatMessage[] _settled;
    private readonly int _settledCount;

    /// <summary>Where in the settled messages an exchange begins.</summary>
    private readonly int[] _starts;
    private readonly int _startCount;

    private readonly bool _lastIsSendable;
    private TokenTotals? _tokens;
    private int _hasSuccessor;

    private SessionLog(bool isComplete)
        : this([], 0, [], 0, [], 0, [], lastIsSendable: true, isComplete, tokens: null)
    {
    }

    private SessionLog(SessionTurn[] turns, int turnCount, ChatMessage[] settled, int settledCount, int[] starts, int startCount, IReadOnlyList<ChatMessage> last, bool lastIsSendable, bool isComplete, TokenTotals? tokens)
    {
        _turns = turns;
        _turnCount = turnCount;
        _settled = settled;
        _settledCount = settledCount;
        _starts = starts;
        _startCount = startCount;
        Last = last;
        _lastIsSendable = lastIsSendable;
        IsComplete = isComplete;
        _tokens = tokens;
    }

    public static SessionLog Empty { get; } = new(isComplete: true);

    public ReadOnlySpan<SessionTurn> Turns => _turns.AsSpan(0, _turnCount);

    /// <summary>The number of the last turn; 0 if there is none.</summary>
    public long CurrentTurn => _turnCount == 0 ? 0 : _turns[_turnCount - 1].Record.Number;

    /// <summary>Whether the session's first turn is here; otherwise only its latest turns are.</summary>
    public bool IsComplete { get; }

    /// <summary>What had to be mended when the log was made of turns; empty again once another is appended.</summary>
    public IReadOnlyList<string> Repairs { get; private init; } = [];

    /// <summary>All messages as they were kept, oldest first. A copy: requests are made of the settled messages.</summary>
    public IReadOnlyList<ChatMessage> Messages
    {
        get
        {
            var messages = new List<ChatMessage>(_settledCount + Last.Count);
            foreach (var turn in Turns)
            {
                messages.AddRange(turn.Messages);
            }

            return messages;
        }
    }

    /// <summary>The messages of all turns but the last, as they are sent: always the same ones.</summary>
    public ArraySegment<ChatMessage> Settled => new(_settled, 0, _settledCount);

    /// <summary>The last turn's messages, without those that went to the turn before; its own calls may still be open.</summary>
    public IReadOnlyList<ChatMessage> Last { get; }

    /// <summary>Whether the last turn waits for an answer, or was left with something else that has to be closed.</summary>
    public bool IsLastOpen => !_lastIsSendable;

    /// <summary>Makes a log of turns, oldest first.</summary>
    /// <param name="turns">The turns.</param>
    /// <param name="isComplete">Whether they begin with the session's first.</param>
    public static SessionLog From(IEnumerable<SessionTurn> turns, bool isComplete)
    {
        var log = new SessionLog(isComplete);
        var repairs = new RepairNotes();
        foreach (var turn in turns)
        {
            log = log.Append(turn, repairs);
        }

        return new SessionLog(log._turns, log._turnCount, log._settled, log._settledCount, log._starts, log._startCount, log.Last, log._lastIsSendable, isComplete, log._tokens)
        {
            Repairs = repairs.ToList(),
        };
    }

    /// <summary>How many turns there are through one of them, found from the end; 0 through 0, -1 if the turn is not here.</summary>
    public int CountThrough(long number)
    {
        var count = _turnCount;
        while (count > 0 && _turns[count - 1].Record.Number > number)
        {
            count--;
        }

        var isHere = count == 0 ? number == 0 && IsComplete : _turns[count - 1].Record.Number == number;
        return isHere ? count : -1;
    }

    /// <summary>The numbers of the turns through one, newest first.</summary>
    public IEnumerable<long> NumbersThrough(long number)
    {
        for (var i = CountThrough(number) - 1; i >= 0; i--)
        {
            yield return _turns[i].Record.Number;
        }
    }

    /// <summary>The log as it was at an earlier turn of it; <see langword="null"/> if the turn is not here.</summary>
    public SessionLog? Through(long number)
    {
        var count = CountThrough(number);
        return count < 0 ? null : count == _turnCount ? this : From(_turns.Take(count), IsComplete);
    }

    /// <summary>
    /// Where in the settled messages an exchange begins: a turn, with those after it that only go on with its tool calls. A view
    /// is cut there, and nowhere else.
    /// </summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, _startCount);

    /// <summary>The tokens of the settled messages before each of them, and of all.</summary>
    public ReadOnlySpan<long> TotalTokens(HistoryView view) => (_tokens ??= new TokenTotals()).Of(Settled, view);

    /// <summary>Adds a turn, and settles the one before it. A log that has a successor already is copied for the next.</summary>
    public SessionLog Append(SessionTurn turn) => Append(turn, repairs: null);

    /// <summary>Pairs the last turn with the messages that a request adds, and those with one another.</summary>
    public PairedMessages Pair(IReadOnlyList<ChatMessage> added) =>
        _lastIsSendable && SendableMessages.Are(added)
            ? new PairedMessages(Last, added, [])
            : PairedMessages.Request(Last, added);

    private SessionLog Append(SessionTurn turn, RepairNotes? repairs)
    {
        var isSendable = SendableMessages.Are(turn.Messages);
        var (settling, last) = (Last, turn.Messages);
        if (!isSendable || !_lastIsSendable)
        {
            (settling, last, var made) = PairedMessages.Settle(Last, turn.Messages);
            isSendable = isSendable || (last != turn.Messages && SendableMessages.Are(last));
            Note(made, repairs);
        }

        // Where a successor has taken the room behind what this log has, another one goes elsewhere.
        var isShared = Interlocked.Exchange(ref _hasSuccessor, 1) == 1;
        var turns = WithRoom(_turns, _turnCount, 1, isShared);
        turns[_turnCount] = turn;
        var settled = WithRoom(_settled, _settledCount, settling.Count, isShared);
        for (var i = 0; i < settling.Count; i++)
        {
            settled[_settledCount + i] = settling[i];
        }

        var (starts, startCount) = (_starts, _startCount);
        if (startCount == 0 ? settling.Count > 0 : HistoryCut.BeginsAnew(settling))
        {
            starts = WithRoom(starts, startCount, 1, isShared);
            starts[startCount++] = _settledCount;
        }

        return new SessionLog(
            turns, _turnCount + 1, settled, _settledCount + settling.Count, starts, startCount, last, isSendable, IsComplete, isShared ? null : _tokens);
    }

    private void Note(IReadOnlyList<string> made, RepairNotes? repairs)
    {
        // What a first turn answers may lie before the part of the session that is here.
        if (repairs is null || (_turnCount == 0 && !IsComplete))
        {
            return;
        }

        foreach (var repair in made)
        {
            repairs.Add(repair);
        }
    }

    private static T[] WithRoom<T>(T[] items, int count, int more, bool isShared)
    {
        if (isShared || count + more > items.Length)
        {
            Array.Resize(ref items, Math.Max(count + more, count * 2));
        }

        return items;
    }
}
