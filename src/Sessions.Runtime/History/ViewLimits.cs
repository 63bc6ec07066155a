using Sessions.Storage;

namespace Sessions;

/// <summary>How much of a session to read at first, so that a view has what it can send: most often all of it, and little more.</summary>
internal static class ViewLimits
{
    // What a token is in JSON, with what is around the texts.
    private const long BytesPerToken = 6;

    public static TurnLimits Of(HistoryView view) => view.Reducer is not null || !view.HasLimits ? TurnLimits.Page : new TurnLimits
    {
        // The newest turn is sent whatever the limits are, and does not count.
        MaxTurns = Raised(view.MaxTurns, 1),
        MaxMessages = Raised(view.MaxMessages, 2),
        MaxBytes = view.MaxTokens is { } tokens ? Math.Min(TurnLimits.Page.MaxBytes, tokens * BytesPerToken) : TurnLimits.Page.MaxBytes,
    };

    /// <summary>Whether the first turn is sent, in part, even where it is not among those that the limits allow.</summary>
    public static bool NeedFirstTurn(HistoryView view) => view.Reducer is null && view.HasLimits;

    private static int Raised(int? limit, int by) => limit is { } given ? (int)Math.Min((long)given + by, int.MaxValue) : int.MaxValue;
}
