using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>What the limits of a view allow of a history that is made of settled messages and a last turn.</summary>
internal readonly ref struct HistoryBudget
{
    // What a cut leaves, at least: the less it is, the fewer cuts there are.
    private const int Parts = 5;

    private readonly HistoryView _view;
    private readonly ReadOnlySpan<long> _totals;
    private readonly long _lastTokens;

    /// <summary>Takes the measures.</summary>
    /// <param name="view">The limits.</param>
    /// <param name="settled">How many messages are settled.</param>
    /// <param name="last">The last turn.</param>
    /// <param name="totals">The tokens before each settled message, and after the last; empty where the view does not limit them.</param>
    public HistoryBudget(HistoryView view, int settled, IReadOnlyList<ChatMessage> last, ReadOnlySpan<long> totals)
    {
        _view = view;
        _totals = totals;
        Settled = settled;
        Last = last;
        for (var i = 0; i < last.Count && view.MaxTokens is not null; i++)
        {
            _lastTokens += view.Count(last[i]);
        }
    }

    /// <summary>How many messages are settled.</summary>
    public int Settled { get; }

    /// <summary>The last turn.</summary>
    public IReadOnlyList<ChatMessage> Last { get; }

    /// <summary>Whether all limits allow to send what begins with a settled message.</summary>
    /// <param name="start">The message.</param>
    /// <param name="exchanges">How many exchanges there are from it on.</param>
    public bool Allows(int start, int exchanges) =>
        exchanges <= (_view.MaxTurns ?? int.MaxValue) && Messages(start) <= (_view.MaxMessages ?? int.MaxValue) && (_view.MaxTokens is not { } maxTokens || Tokens(start) <= maxTokens);

    /// <summary>Whether what begins with a settled message is a good part of what a limit allows.</summary>
    /// <inheritdoc cref="Allows"/>
    public bool IsEnough(int start, int exchanges) =>
        (_view.MaxTurns is { } maxTurns && (long)exchanges * Parts >= maxTurns)
        || (_view.MaxMessages is { } maxMessages && (long)Messages(start) * Parts >= maxMessages)
        || (_view.MaxTokens is { } maxTokens && Tokens(start) * Parts >= maxTokens);

    private int Messages(int start) => Settled - start + Last.Count;

    private long Tokens(int start) => _totals[Settled] - _totals[start] + _lastTokens;
}
