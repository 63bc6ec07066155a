using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// The request before one: that of the last turn of the log. How much of it the next one begins with follows from the log and the
/// limits, so nothing of a request is kept for it.
/// </summary>
internal static class RequestBefore
{
    /// <summary>Measures what a request has in common with the one before.</summary>
    /// <param name="request">The request.</param>
    /// <param name="log">The log that it was made of, which has turns.</param>
    /// <param name="last">The log's last turn as it is sent.</param>
    /// <param name="cut">Where the request is cut.</param>
    /// <param name="view">The limits.</param>
    public static void Compare(RequestMessages request, SessionLog log, IReadOnlyList<ChatMessage> last, int cut, HistoryView view)
    {
        var before = log.TurnCount > 1 ? HistoryCut.Before(log, view) : log.IsComplete ? 0 : -1;
        var opening = cut == 0 && before == 0 ? 0 : log.OpeningCharacters();
        if (before != cut)
        {
            request.SetUnchanged(opening, 0);
            return;
        }

        request.SetUnchanged(opening + log.CharactersFrom(cut), Input(log, last));
    }

    private static long Input(SessionLog log, IReadOnlyList<ChatMessage> last)
    {
        var (record, kept) = (log.RecordAt(log.TurnCount - 1), log.MessagesAt(log.TurnCount - 1));
        long characters = 0;
        for (var i = 0; i < Math.Min(record.InputCount, last.Count) && last[i] == kept[i]; i++)
        {
            characters += TokenEstimate.Characters(last[i]);
        }

        return characters;
    }
}
