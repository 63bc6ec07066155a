using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// The turns of a session in memory, in order. Immutable to whoever holds one; appending makes a new one that shares what is
/// there, so that its cost is that of the new messages alone.
/// </summary>
/// <remarks>
/// Besides the turns as they were kept, the log has them as they are sent. A turn is settled, once and for good, when the turn
/// after it is appended, because that one may answer its calls. The last turn is paired anew with what each request adds. As a list,
/// the log is the messages as they were kept.
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a log of turns; that it lists their messages is for those who read nothing else of it.")]
internal sealed class SessionLog : IReadOnlyList<ChatMessage>
{
    // Changes while a log is made, and not any more.
    private SessionLogBuffer _buffer;
    private TokenTotals? _tokens;
    private int _hasSuccessor;

    private SessionLog(SessionLogBuffer buffer) => _buffer = buffer;

    public static SessionLog Empty { get; } = new(new SessionLogBuffer(isComplete: true));

    public int TurnCount => _buffer.Turns.Length;

    public int Count => _buffer.Messages.Count;

    public IEnumerable<SessionTurn> Turns
    {
        get
        {
            for (var i = 0; i < TurnCount; i++)
            {
                yield return TurnAt(i);
            }
        }
    }

    public ChatMessage this[int index] => _buffer.Messages[index];

    /// <summary>The number of the last turn; 0 if there is none.</summary>
    public long CurrentTurn => _buffer.CurrentTurn;

    /// <summary>Whether the session's first turn is here; otherwise only its latest turns are.</summary>
    public bool IsComplete => _buffer.IsComplete;

    /// <summary>What had to be mended when the log was made of turns; empty again once another is appended.</summary>
    public IReadOnlyList<string> Repairs { get; private init; } = [];

    /// <summary>The messages of all turns but the last, as they are sent: always the same ones.</summary>
    public ArraySegment<ChatMessage> Settled => _buffer.Settled;

    /// <summary>The last turn's messages, without those that went to the turn before; its own calls may still be open.</summary>
    public IReadOnlyList<ChatMessage> Last => _buffer.Last;

    /// <summary>Whether the last turn waits for an answer, or was left with something else that has to be closed.</summary>
    public bool IsLastOpen => !_buffer.LastIsSendable;

    /// <summary>Makes a log of what was appended to the content of none, which is the log's from then on.</summary>
    public static SessionLog Of(SessionLogBuffer buffer) => new(buffer);

    /// <summary>Makes a log of turns, oldest first.</summary>
    /// <param name="turns">The turns.</param>
    /// <param name="isComplete">Whether they begin with the session's first.</param>
    /// <param name="opening">The system messages of the session's first turn, where that is not among them.</param>
    public static SessionLog From(IEnumerable<SessionTurn> turns, bool isComplete, IReadOnlyList<ChatMessage>? opening = null)
    {
        var buffer = opening is { Count: > 0 } && !isComplete ? new SessionLogBuffer(opening) : new SessionLogBuffer(isComplete);
        var repairs = new RepairNotes();
        foreach (var turn in turns)
        {
            // What a first turn answers may lie before the part of the session that is here.
            var isFirstOfPart = buffer.Turns.IsEmpty && !isComplete;
            var made = buffer.Append(turn.Record, turn.Messages, isShared: false);
            foreach (var repair in isFirstOfPart ? [] : made)
            {
                repairs.Add(repair);
            }
        }

        return new SessionLog(buffer) { Repairs = repairs.ToList() };
    }

    public IEnumerator<ChatMessage> GetEnumerator() => ((IEnumerable<ChatMessage>)_buffer.Messages).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A turn and its messages.</summary>
    public SessionTurn TurnAt(int index) => new(RecordAt(index), MessagesAt(index));

    public TurnRecord RecordAt(int index) => _buffer.Turns[index].Record;

    public ArraySegment<ChatMessage> MessagesAt(int index) => _buffer.MessagesOf(index);

    /// <summary>How many turns there are through one of them; 0 through 0, -1 if the turn is not here.</summary>
    public int CountThrough(long number)
    {
        var count = CountUpTo(number);
        var isHere = count == 0 ? number == 0 && IsComplete : RecordAt(count - 1).Number == number;
        return isHere ? count : -1;
    }

    /// <summary>How many turns have a number up to one, which need not be that of a turn here.</summary>
    public int CountUpTo(long number)
    {
        var (low, high) = (0, TurnCount);
        while (low < high)
        {
            // From the newest: it is what is asked for nearly always.
            var at = high == TurnCount ? high - 1 : (low + high) / 2;
            if (RecordAt(at).Number <= number)
            {
                low = at + 1;
            }
            else
            {
                high = at;
            }
        }

        return low;
    }

    /// <summary>The numbers of the turns through one, newest first.</summary>
    public IEnumerable<long> NumbersThrough(long number)
    {
        for (var i = CountThrough(number) - 1; i >= 0; i--)
        {
            yield return RecordAt(i).Number;
        }
    }

    /// <summary>The log as it was at an earlier turn of it; <see langword="null"/> if the turn is not here.</summary>
    public SessionLog? Through(long number)
    {
        var count = CountThrough(number);
        return count < 0 ? null : count == TurnCount ? this : From(Turns.Take(count), IsComplete);
    }

    /// <summary>The log without its first turns. What they were answered is settled, so that nothing has to be mended for want of them.</summary>
    /// <param name="count">How many to leave out.</param>
    public SessionLog From(int count) => new(From(Turns.Skip(count), isComplete: false, Opening().ToArray())._buffer);

    /// <summary>
    /// Goes back from a settled turn to the next one before it with which an exchange begins: a turn, with those after it that only
    /// go on with its tool calls. A view is cut there, and nowhere else.
    /// </summary>
    /// <param name="turn">The turn to go back from, and the one that was found.</param>
    /// <param name="start">Where in the settled messages the exchange begins.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGoBack(ref int turn, out int start)
    {
        var turns = _buffer.Turns;
        while (--turn >= 0)
        {
            start = turns[turn].SettledStart;
            if (turns[turn + 1].SettledStart > start && (turn == 0 || HistoryCut.BeginsAnew(Settled[start])))
            {
                return true;
            }
        }

        start = 0;
        return false;
    }

    /// <summary>Where the messages of a turn begin among the settled ones, or will.</summary>
    public int SettledStartOf(int turn) => _buffer.Turns[turn].SettledStart;

    /// <summary>
    /// The system messages of the session's first turn: whatever is cut, they lead each request. They were given once, and for all
    /// that follows.
    /// </summary>
    public ReadOnlySpan<ChatMessage> Opening()
    {
        if (!IsComplete || TurnCount < 2)
        {
            return _buffer.Opening;
        }

        ReadOnlySpan<ChatMessage> first = Settled.AsSpan(0, SettledStartOf(1));
        var count = 0;
        foreach (var message in first)
        {
            count += message.Role == ChatRole.System ? 1 : 0;
        }

        return count == 0 ? [] : first.ToArray().Where(message => message.Role == ChatRole.System).ToArray();
    }

    /// <summary>The characters of <see cref="Opening"/>.</summary>
    public long OpeningCharacters()
    {
        long characters = 0;
        foreach (var message in Opening())
        {
            characters += TokenEstimate.Characters(message);
        }

        return characters;
    }

    /// <summary>The characters of the settled messages from one on.</summary>
    public long CharactersFrom(int start) => (_tokens ??= new TokenTotals()).Characters(Settled, start);

    /// <summary>About how many bytes the contents of all messages take in memory.</summary>
    public long BytesInMemory()
    {
        var bytes = (_tokens ??= new TokenTotals()).BytesInMemory(Settled);
        for (var i = 0; i < Last.Count; i++)
        {
            bytes += TokenEstimate.BytesInMemory(Last[i]);
        }

        return bytes;
    }

    /// <summary>The tokens of the settled messages before each of them, and of all.</summary>
    public ReadOnlySpan<long> TotalTokens(HistoryView view) => view.MaxTokens is null ? [] : (_tokens ??= new TokenTotals()).Of(Settled, view);

    /// <summary>Adds a turn, and settles the one before it. A log that has a successor already is copied for the next.</summary>
    public SessionLog Append(SessionTurn turn)
    {
        // Where a successor has taken the room behind what this log has, another one goes elsewhere.
        var isShared = Interlocked.Exchange(ref _hasSuccessor, 1) == 1;
        var next = new SessionLog(_buffer) { _tokens = isShared ? null : _tokens };
        next._buffer.Append(turn.Record, turn.Messages, isShared);
        return next;
    }

    /// <summary>Pairs the last turn with the messages that a request adds, and those with one another.</summary>
    public PairedMessages Pair(IReadOnlyList<ChatMessage> added) =>
        _buffer.LastIsSendable && SendableMessages.Are(added)
            ? new PairedMessages(Last, added, [])
            : PairedMessages.Request(Last, added, Settled);
}
