namespace Sessions;

/// <summary>What a turn leaves that was cancelled, abandoned by the reader of its stream, or failed.</summary>
public enum InterruptedTurns
{
    /// <summary>Nothing.</summary>
    Discard = 0,

    /// <summary>The caller's messages.</summary>
    KeepInput = 1,

    /// <summary>
    /// The caller's messages, what the model said until then, and what it was told of its calls: the results of tools, and that one
    /// failed. A tool call that has no result stays open in the history; later requests close it with a result that says so.
    /// </summary>
    KeepPartial = 2,
}
