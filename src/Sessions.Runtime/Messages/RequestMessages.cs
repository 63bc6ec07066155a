using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// What the model is sent: settled turns as the log has them, then the turn before this one, then this turn's own messages. A
/// view of all three, without a copy of any.
/// </summary>
/// <remarks>It is a list that cannot be changed, so that copying it and asking for its last message cost what they must.</remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is named for what it holds.")]
internal sealed class RequestMessages : IList<ChatMessage>, IReadOnlyList<ChatMessage>
{
    private readonly ChatMessage[] _settled;
    private readonly int _start;
    private readonly int _count;
    private readonly IReadOnlyList<ChatMessage> _last;
    private readonly IReadOnlyList<ChatMessage> _added;

    public RequestMessages(ArraySegment<ChatMessage> settled, IReadOnlyList<ChatMessage> last, IReadOnlyList<ChatMessage> added)
    {
        _settled = settled.Array ?? [];
        _start = settled.Offset;
        _count = settled.Count;
        _last = last;
        _added = added;
    }

    public RequestMessages(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> added)
        : this(default, history, added)
    {
    }

    /// <summary>How many characters of it were the beginning of the request before, without the last turn's input; -1 where there was none.</summary>
    public int UnchangedHistory { get; private set; } = -1;

    /// <summary>How many more they are if nothing stood before that input.</summary>
    public int UnchangedInput { get; private set; }

    public int Count => _count + _last.Count + _added.Count;

    public bool IsReadOnly => true;

    public ChatMessage this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            if (index < _count)
            {
                return _settled[_start + index];
            }

            index -= _count;
            return index < _last.Count ? _last[index] : _added[index - _last.Count];
        }
    }

    ChatMessage IList<ChatMessage>.this[int index]
    {
        get => this[index];
        set => throw IsFixed();
    }

    public IEnumerator<ChatMessage> GetEnumerator() => new Enumerator(this);

    public void CopyTo(ChatMessage[] array, int arrayIndex)
    {
        Array.Copy(_settled, _start, array, arrayIndex, _count);
        Copy(_last, array, arrayIndex + _count);
        Copy(_added, array, arrayIndex + _count + _last.Count);
    }

    /// <summary>Takes note of what it has in common with the request before.</summary>
    public void SetUnchanged(long history, long input) =>
        (UnchangedHistory, UnchangedInput) = ((int)Math.Min(int.MaxValue / 2, history), (int)Math.Min(int.MaxValue / 2, input));

    public bool Contains(ChatMessage item) => IndexOf(item) >= 0;

    public int IndexOf(ChatMessage item)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i] == item)
            {
                return i;
            }
        }

        return -1;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<ChatMessage>.Add(ChatMessage item) => throw IsFixed();

    void ICollection<ChatMessage>.Clear() => throw IsFixed();

    bool ICollection<ChatMessage>.Remove(ChatMessage item) => throw IsFixed();

    void IList<ChatMessage>.Insert(int index, ChatMessage item) => throw IsFixed();

    void IList<ChatMessage>.RemoveAt(int index) => throw IsFixed();

    private static void Copy(IReadOnlyList<ChatMessage> from, ChatMessage[] to, int index)
    {
        if (from is ICollection<ChatMessage> collection)
        {
            collection.CopyTo(to, index);
            return;
        }

        for (var i = 0; i < from.Count; i++)
        {
            to[index + i] = from[i];
        }
    }

    private static NotSupportedException IsFixed() =>
        new("The messages of a request are a view of the session's history and cannot be changed. Copy them to a list first.");

    /// <summary>Goes through the settled messages as through an array: they are most of a long history.</summary>
    private sealed class Enumerator(RequestMessages messages) : IEnumerator<ChatMessage>
    {
        private readonly ChatMessage[] _settled = messages._settled;
        private readonly int _end = messages._start + messages._count;
        private int _next = messages._start;

        public ChatMessage Current { get; private set; } = null!;

        object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            var next = _next;
            if (next < _end)
            {
                Current = _settled[next];
                _next = next + 1;
                return true;
            }

            return MoveOn(next - messages._start);
        }

        public void Reset() => _next = messages._start;

        public void Dispose()
        {
        }

        private bool MoveOn(int index)
        {
            if (index >= messages.Count)
            {
                return false;
            }

            Current = messages[index];
            _next++;
            return true;
        }
    }
}
