using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// Tells, while a session's turns are read from the newest to older ones, when no older one can be part of the view. It never says
/// so too early, so that a log of what was read gives the same requests as the whole would, for its last turn as for what comes next.
/// </summary>
internal sealed class HistoryWindow(HistoryView view)
{
    private int _turns;
    private int _messages;
    private long _tokens;
    private bool _beginsAnew;
    private bool _hasNewest;

    /// <summary>Whether what was read so far is all that the view can send.</summary>
    public bool IsFull => view.Reducer is null && _beginsAnew
        && (_turns >= view.MaxTurns || _messages >= view.MaxMessages || _tokens >= view.MaxTokens);

    /// <summary>Takes note of a turn that was read.</summary>
    public void Add(IReadOnlyList<ChatMessage> turn)
    {
        // The request before, which the next one is compared with, was sent without the newest turn.
        if (!_hasNewest)
        {
            _hasNewest = true;
            return;
        }

        _beginsAnew = BeginsAnew(turn);
        _turns += _beginsAnew ? 1 : 0;
        for (var i = 0; i < turn.Count; i++)
        {
            if (SendableMessages.IsUnpaired(turn[i]))
            {
                _messages++;
                _tokens += view.MaxTokens is null ? 0 : view.Count(turn[i]);
            }
        }
    }

    /// <summary>Whether a turn surely takes nothing from the one before, and can be the first to be sent.</summary>
    private static bool BeginsAnew(IReadOnlyList<ChatMessage> turn)
    {
        if (!HistoryCut.BeginsAnew(turn) || !SendableMessages.IsUnpaired(turn[0]))
        {
            return false;
        }

        for (var i = 1; i < turn.Count && turn[i].Role != ChatRole.Assistant; i++)
        {
            if (turn[i].Contents.Any(Answers))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Answers(AIContent? content) =>
        content is not null && ContentKinds.Of(content) is var kind && (kind.IsResult || kind.Role == ContentRole.ApprovalResponse);
}
