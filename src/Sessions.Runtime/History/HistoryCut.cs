using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Where a view begins: between two turns, and never behind the last one's beginning.</summary>
/// <remarks>
/// <para>
/// The cut goes on in steps, so that between two of them each request begins with the whole of the one before and services find it in
/// their caches. Of the places that keep at least a fifth of a limit, the roundest is taken: the one whose turn has the number, or goes
/// past the number, that the highest power of two divides. It stays the roundest, and so the cut stays, until it falls out of the limits.
/// </para>
/// <para>
/// So the cut follows from the turns within the limits alone: whoever has read no more than those finds the same one. Where they are few,
/// a step would leave too little, and everything within the limits is kept.
/// </para>
/// </remarks>
internal static class HistoryCut
{
    private const int FewestForSteps = 8;

    /// <summary>
    /// The first of the log's settled messages that its view sends, found from the end, over no more than the limits allow, and
    /// not at all where they allow everything. The newest exchange is sent whatever they are.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="last">The last turn as it is sent.</param>
    /// <param name="view">The limits.</param>
    public static int Of(SessionLog log, IReadOnlyList<ChatMessage> last, HistoryView view) =>
        view.HasLimits ? Of(log, log.TurnCount, isLastSettled: false, new HistoryBudget(view, log.Settled.Count, last, log.TotalTokens(view))) : 0;

    /// <summary>The cut of the request before: that of the log without its last turn, which has one before it.</summary>
    public static int Before(SessionLog log, HistoryView view)
    {
        if (!view.HasLimits)
        {
            return 0;
        }

        return Of(log, log.TurnCount - 1, isLastSettled: true, new HistoryBudget(view, log.SettledStartOf(log.TurnCount - 1), [], log.TotalTokens(view)));
    }

    /// <summary>Whether a turn can be sent without the one before: it does not only go on with that one's calls.</summary>
    public static bool BeginsAnew(IReadOnlyList<ChatMessage> turn) => turn.Count > 0 && BeginsAnew(turn[0]);

    /// <summary>Whether a turn that begins with a message can.</summary>
    public static bool BeginsAnew(ChatMessage first) => first.Role != ChatRole.Assistant && first.Role != ChatRole.Tool;

    /// <summary>The latest turns of a plain list of messages that a view sends, behind its system messages; the list itself when that is all of them.</summary>
    public static IReadOnlyList<ChatMessage> Of(IReadOnlyList<ChatMessage> messages, HistoryView view)
    {
        if (!view.HasLimits)
        {
            return messages;
        }

        var starts = Enumerable.Range(0, messages.Count).Where(index => BeginsTurn(messages, index)).ToList();
        var budget = new HistoryBudget(view, messages.Count, [], Totals(messages, view));
        if (starts.Count == 0 || budget.Allows(0, starts.Count))
        {
            return messages;
        }

        var cut = new Choice(messages.Count);
        for (var turn = starts.Count - 1; turn >= 0 && (turn == starts.Count - 1 || budget.Allows(starts[turn], starts.Count - turn)); turn--)
        {
            cut.Offer(starts[turn], budget.IsEnough(starts[turn], starts.Count - turn), turn, turn + 1);
        }

        var opening = messages.TakeWhile(message => message?.Role == ChatRole.System).Count();
        return cut.Taken == 0 ? messages : [.. messages.Take(Math.Min(opening, cut.Taken)), .. messages.Skip(cut.Taken)];
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

    private static int Of(SessionLog log, int turns, bool isLastSettled, HistoryBudget budget)
    {
        if (log.IsComplete && budget.Allows(0, turns))
        {
            return 0;
        }

        // The last turn is an exchange of its own, behind the settled ones, unless it goes on with the one before.
        var (turn, end, exchanges) = (isLastSettled ? turns : turns - 1, turns - 1, 0);
        var cut = new Choice(budget.Settled);
        if (BeginsAnew(budget.Last))
        {
            exchanges = 1;
            cut.Offer(budget.Settled, budget.IsEnough(budget.Settled, exchanges), log.RecordAt(turn).ParentTurn, log.RecordAt(turn).Number);
            end = turn - 1;
        }

        while (log.TryGoBack(ref turn, out var start) && (exchanges == 0 || budget.Allows(start, exchanges + 1)))
        {
            exchanges++;
            cut.Offer(start, budget.IsEnough(start, exchanges), log.RecordAt(turn).ParentTurn, log.RecordAt(end).Number);
            end = turn - 1;
        }

        return log.IsComplete && cut.Oldest == 0 ? 0 : cut.Taken;
    }

    private static long[] Totals(IReadOnlyList<ChatMessage> messages, HistoryView view)
    {
        if (view.MaxTokens is null)
        {
            return [];
        }

        var totals = new long[messages.Count + 1];
        for (var i = 0; i < messages.Count; i++)
        {
            totals[i + 1] = totals[i] + view.Count(messages[i]);
        }

        return totals;
    }

    /// <summary>Whether a turn begins with a message: the first, or one of the user that comes after someone else's.</summary>
    private static bool BeginsTurn(IReadOnlyList<ChatMessage> messages, int index) =>
        index == 0 || (messages[index]?.Role == ChatRole.User && messages[index - 1]?.Role != ChatRole.User);

    /// <summary>Chooses among the places to cut, offered from the newest to the oldest.</summary>
    /// <param name="none">Where to cut if none is offered.</param>
    [StructLayout(LayoutKind.Auto)]
    private struct Choice(int none)
    {
        private int _count;
        private int _roundness = -1;
        private int _roundest;

        /// <summary>The oldest place.</summary>
        public int Oldest { get; private set; } = none;

        /// <summary>The place that is taken.</summary>
        public readonly int Taken => _count < FewestForSteps || _roundness < 0 ? Oldest : _roundest;

        /// <summary>Offers a place.</summary>
        /// <param name="start">The place.</param>
        /// <param name="isEnough">Whether what follows it is enough to be sent alone.</param>
        /// <param name="before">The number of the turn before it.</param>
        /// <param name="through">The number of the last turn of the exchange that begins there.</param>
        public void Offer(int start, bool isEnough, long before, long through)
        {
            _count++;
            Oldest = start;
            var roundness = BitOperations.Log2((ulong)(before ^ through));
            if (isEnough && roundness > _roundness)
            {
                (_roundness, _roundest) = (roundness, start);
            }
        }
    }
}
