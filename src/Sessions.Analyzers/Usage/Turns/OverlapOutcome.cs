namespace Sessions.Analyzers.Usage.Turns;

/// <summary>What becomes of a turn that begins while another of its session runs.</summary>
internal enum OverlapOutcome
{
    /// <summary>It cannot be told, or is what the author asked for.</summary>
    Unknown,

    /// <summary>It waits for the other.</summary>
    Queued,

    /// <summary>It is refused.</summary>
    Refused,

    /// <summary>Both run on one history, and one's messages are lost.</summary>
    Mixed,
}
