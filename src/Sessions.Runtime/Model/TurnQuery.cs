namespace Sessions;

/// <summary>
/// Which turns of a session to read. Reading goes by pages: the number of the last turn of one page is the next one's
/// <see cref="AfterTurn"/>; newest first, the <see cref="TurnRecord.ParentTurn"/> of the last is the next one's <see cref="ThroughTurn"/>.
/// </summary>
public sealed record TurnQuery
{
    private readonly int? _maxCount;

    /// <summary>Only turns with a greater number; 0, the default, reads from the first.</summary>
    public long AfterTurn { get; init; }

    /// <summary>
    /// The newest turn to read, and with it the turns that it follows; the session's current turn by default. Where the turn is not
    /// part of the session's present, there is nothing to read.
    /// </summary>
    public long? ThroughTurn { get; init; }

    /// <summary>The most turns to read, 1 or more; all by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? MaxCount
    {
        get => _maxCount;
        init
        {
            if (value is { } count)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(value));
            }

            _maxCount = value;
        }
    }

    /// <summary>
    /// Whether turns are read that a rewind or an edit has left behind, among those of the present: all turns by their numbers, up to
    /// <see cref="ThroughTurn"/> or to the newest that there is. <see cref="TurnRecord.ParentTurn"/> says which turn each follows.
    /// </summary>
    public bool AllBranches { get; init; }

    /// <summary>Whether to read from the newest turn to older ones. The messages of each turn stay in their order.</summary>
    public bool NewestFirst { get; init; }
}
