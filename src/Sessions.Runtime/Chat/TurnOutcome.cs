using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>How a turn ended, for those who watch.</summary>
/// <param name="TurnId">The turn; for a reply that was given again, the turn that made it.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Number">Its number in the session, if any of it was kept.</param>
/// <param name="Response">The answer, if there is one.</param>
/// <param name="Usage">The tokens that were used.</param>
/// <param name="Exception">What ended it, if it did not complete.</param>
/// <param name="IsReplayed">Whether an earlier turn with the same key had made the answer.</param>
internal readonly record struct TurnOutcome(
    CompactId TurnId,
    TurnStatus Status,
    long? Number,
    AgentResponse? Response,
    UsageDetails? Usage,
    Exception? Exception,
    bool IsReplayed);
