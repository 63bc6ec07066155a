using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// The tokens of a log's settled messages, summed from the first on, as one view counts them, their characters, and what they take in memory. Each message is
/// counted once; the logs that share messages share this. Safe for concurrent use.
/// </summary>
internal sealed class TokenTotals
{
    private readonly object _gate = new();
    private HistoryView? _view;
    private long[] _totals = [0];
    private int _count;
    private (int Start, int End, long Sum) _characters;
    private (int Start, int End, long Sum) _bytes;

    /// <summary>The characters of messages from one on. What was counted for the request before is not counted again.</summary>
    public long Characters(ReadOnlySpan<ChatMessage> messages, int start) => Sum(ref _characters, messages, start, TokenEstimate.Characters);

    /// <summary>About how many bytes messages take in memory. What was counted before is not counted again.</summary>
    public long BytesInMemory(ReadOnlySpan<ChatMessage> messages) => Sum(ref _bytes, messages, start: 0, TokenEstimate.BytesInMemory);

    /// <summary>The totals before each of the messages, and after the last.</summary>
    public ReadOnlySpan<long> Of(ReadOnlySpan<ChatMessage> messages, HistoryView view)
    {
        lock (_gate)
        {
            if (_view != view)
            {
                // Spans that were given out keep the array that they are of.
                (_view, _totals, _count) = (view, [0], 0);
            }

            if (messages.Length >= _totals.Length)
            {
                Array.Resize(ref _totals, Math.Max(messages.Length + 1, _totals.Length * 2));
            }

            for (; _count < messages.Length; _count++)
            {
                _totals[_count + 1] = _totals[_count] + view.Count(messages[_count]);
            }

            return _totals.AsSpan(0, messages.Length + 1);
        }
    }

    private long Sum(ref (int Start, int End, long Sum) counted, ReadOnlySpan<ChatMessage> messages, int start, Func<ChatMessage, long> measure)
    {
        lock (_gate)
        {
            if (counted.Start != start || counted.End > messages.Length)
            {
                counted = (start, start, 0);
            }

            for (; counted.End < messages.Length; counted.End++)
            {
                counted.Sum += measure(messages[counted.End]);
            }

            return counted.Sum;
        }
    }
}
