using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Where a view begins: between two turns, and never behind the last one's beginning.</summary>
internal static class HistoryCut
{
    /// <summary>
    /// The first of the log's settled messages that its view sends, found from the end, over no more than the limits allow, and
    /// not at all where they allow everything. The newest exchange is sent whatever they are.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="last">The last turn as it is sent.</param>
    /// <param name="view">The limits.</param>
    public static int Of(SessionLog log, IReadOnlyList<ChatMessage> last, HistoryView view)
    {
        if (!view.HasLimits)
        {
            return 0;
        }

        var least = Least(log, last, view);
        if (least <= 0 && log.TurnCount <= (view.MaxTurns ?? int.MaxValue))
        {
            return 0;
        }

        var turn = log.TurnCount - 1;

        // The last turn is an exchange of its own, behind the settled ones, unless it goes on with the one before.
        var (first, exchanges) = BeginsAnew(last) ? (log.Settled.Count, 1) : (0, 0);
        while (log.TryGoBack(ref turn, out var start) && (exchanges == 0 || (start >= least && exchanges < (view.MaxTurns ?? int.MaxValue))))
        {
            first = start;
            exchanges++;
        }

        return first;
    }

    /// <summary>Whether a turn can be sent without the one before: it does not only go on with that one's calls.</summary>
    public static bool BeginsAnew(IReadOnlyList<ChatMessage> turn) => turn.Count > 0 && BeginsAnew(turn[0]);

    /// <summary>Whether a turn that begins with a message can.</summary>
    public static bool BeginsAnew(ChatMessage first) => first.Role != ChatRole.Assistant && first.Role != ChatRole.Tool;

    /// <summary>The latest turns of a plain list of messages that a view sends; the list itself when that is all of them.</summary>
    public static IReadOnlyList<ChatMessage> Of(IReadOnlyList<ChatMessage> messages, HistoryView view)
    {
        if (!view.HasLimits)
        {
            return messages;
        }

        var (first, turns, tokens) = (messages.Count, 0, 0L);
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            tokens += view.MaxTokens is null ? 0 : view.Count(messages[i]);
            if (turns > 0 && !(messages.Count - i <= (view.MaxMessages ?? int.MaxValue) && tokens <= (view.MaxTokens ?? long.MaxValue)))
            {
                break;
            }

            if (BeginsTurn(messages, i))
            {
                first = i;
                if (++turns == view.MaxTurns)
                {
                    break;
                }
            }
        }

        return first == 0 ? messages : [.. messages.Skip(first)];
    }

    /// <summary>Where the last turn of a plain list begins.</summary>
    public static int LastTurn(IReadOnlyList<ChatMessage> messages)
    {
        var i = Math.Max(0, messages.Count - 1);
        while (i > 0 && !BeginsTurn(messages, i))
        {
            i--;
        }

        return i;
    }

    /// <summary>Whether a turn begins with a message: the first, or one of the user that comes after someone else's.</summary>
    private static bool BeginsTurn(IReadOnlyList<ChatMessage> messages, int index) =>
        index == 0 || (messages[index]?.Role == ChatRole.User && messages[index - 1]?.Role != ChatRole.User);

    /// <summary>The first of the settled messages that the limits of messages and tokens allow to be sent.</summary>
    private static int Least(SessionLog log, IReadOnlyList<ChatMessage> last, HistoryView view)
    {
        var settled = log.Settled.Count;
        var least = view.MaxMessages is { } maxMessages ? settled - (maxMessages - last.Count) : 0;
        if (view.MaxTokens is { } maxTokens)
        {
            var totals = log.TotalTokens(view);
            least = Math.Max(least, LowerBound(totals, totals[settled] - (maxTokens - Tokens(last, view))));
        }

        return least;
    }

    private static long Tokens(IReadOnlyList<ChatMessage> messages, HistoryView view)
    {
        long tokens = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            tokens += view.Count(messages[i]);
        }

        return tokens;
    }

    /// <summary>Where in ascending values the first one stands that is not less than another.</summary>
    private static int LowerBound(ReadOnlySpan<long> values, long least)
    {
        var (low, high) = (0, values.Length);
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) / 2);
            (low, high) = values[middle] < least ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
