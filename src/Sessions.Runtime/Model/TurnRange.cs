namespace Sessions.Storage;

/// <summary>Which turns of a session a store is to read, as a page: it ends with the turn that reaches one of the limits, and has one at least.</summary>
public sealed record TurnRange
{
    /// <summary>
    /// The newest turn to read, and with it the turns that it follows. With <see cref="AllBranches"/> it is the greatest number, and
    /// need not be that of a turn.
    /// </summary>
    public required long ThroughTurn { get; init; }

    /// <summary>Only turns with a greater number; 0 reads from the first.</summary>
    public long AfterTurn { get; init; }

    /// <summary>Whether to read from the newest turn to older ones.</summary>
    public bool NewestFirst { get; init; }

    /// <summary>Whether to read turns by their numbers, whatever branch they are of.</summary>
    public bool AllBranches { get; init; }

    /// <summary>Whether the state values that were written at each turn are to be read too.</summary>
    public bool WithState { get; init; }

    /// <summary>How much to read.</summary>
    public TurnLimits Limits { get; init; } = TurnLimits.Page;
}

/// <summary>How many turns to read at once. The turn that reaches a limit is still read.</summary>
public sealed record TurnLimits
{
    /// <summary>The most turns.</summary>
    public int MaxTurns { get; init; } = int.MaxValue;

    /// <summary>The most messages.</summary>
    public int MaxMessages { get; init; } = int.MaxValue;

    /// <summary>The most bytes of messages and records.</summary>
    public long MaxBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>As much as is good to have in memory at once.</summary>
    public static TurnLimits Page { get; } = new();

    /// <summary>One turn.</summary>
    internal static TurnLimits One { get; } = new() { MaxTurns = 1 };
}

/// <summary>Turns of a session, in the order that was asked for.</summary>
/// <param name="Turns">The turns.</param>
/// <param name="HasMore">Whether there are more that the range asks for.</param>
public sealed record TurnPage(IReadOnlyList<StoredTurn> Turns, bool HasMore)
{
    /// <summary>No turns.</summary>
    public static TurnPage Empty { get; } = new([], HasMore: false);

    /// <summary>Makes a page of as many turns as the limits allow: for stores.</summary>
    /// <param name="turns">The turns, in the order that was asked for. No more are asked for than the page and one after it.</param>
    /// <param name="limits">How much to take.</param>
    public static TurnPage Take(IEnumerable<StoredTurn> turns, TurnLimits limits)
    {
        ArgumentNullException.ThrowIfNull(turns);
        ArgumentNullException.ThrowIfNull(limits);
        var page = new List<StoredTurn>();
        var (messages, bytes) = (0L, 0L);
        foreach (var turn in turns)
        {
            if (page.Count >= limits.MaxTurns || messages >= limits.MaxMessages || bytes >= limits.MaxBytes)
            {
                return new(page, HasMore: true);
            }

            page.Add(turn);
            messages += turn.MessageCount;
            bytes += turn.Messages.Length + turn.Record.Length;
        }

        return new(page, HasMore: false);
    }
}
