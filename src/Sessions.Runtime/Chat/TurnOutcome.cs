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
    bool IsReplayed)
{
    /// <summary>Whether the answer is made in the background, so that another run ends the turn.</summary>
    public bool IsUnderWay => Response?.ContinuationToken is not null;

    /// <summary>How a turn ended that found no recorded reply.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="isCompleted">Whether it came to its end.</param>
    /// <param name="isCancelled">Whether the caller, or a newer run, has cancelled it.</param>
    /// <param name="record">What was kept of it.</param>
    /// <param name="usage">The tokens that were used.</param>
    public static TurnOutcome Of(TurnContext turn, bool isCompleted, bool isCancelled, TurnRecord? record, UsageDetails? usage) =>
        new(turn.CompactId, StatusOf(turn, isCompleted, isCancelled), record?.Number, turn.Response, usage, turn.Exception, IsReplayed: false);

    /// <summary>How a turn ended whose reply was recorded.</summary>
    public static TurnOutcome OfReplay(AgentResponse reply) =>
        new(reply.CompactTurnId, TurnStatus.Completed, Number: null, reply, Usage: null, Exception: null, IsReplayed: true);

    /// <summary>
    /// How a turn ended: by its end, by somebody who interrupted it, or by a failure. A cancellation that nobody asked for, such as the
    /// time-out of the model's client, is a failure.
    /// </summary>
    public static TurnStatus StatusOf(TurnContext turn, bool isCompleted, bool isCancelled) => isCompleted ? TurnStatus.Completed
        : turn.Exception is TurnSupersededException or StreamLeftException || (isCancelled && turn.Exception is OperationCanceledException) ? TurnStatus.Interrupted
        : TurnStatus.Failed;
}
