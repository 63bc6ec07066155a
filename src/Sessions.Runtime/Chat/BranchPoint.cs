using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>Where a turn branches off that takes the place of others: after an earlier turn than the session's current one.</summary>
/// <param name="Turn">The number of the turn that it follows; 0 for none.</param>
/// <param name="State">The state as it was then.</param>
internal sealed record BranchPoint(long Turn, IReadOnlyList<StateValue> State)
{
    /// <summary>The input of the turn whose place this one takes.</summary>
    public IReadOnlyList<ChatMessage> Input { get; private init; } = [];

    /// <summary>How many turns there are through the turn that it follows.</summary>
    public required long TurnCount { get; init; }

    /// <summary>Whether it takes the place of what an earlier run of the same turn has left, and not of a turn that the caller names.</summary>
    public bool ReplacesAttempt { get; private init; }

    /// <summary>Before a turn of the session's present.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The turn is not part of the session's present.</exception>
    public static async ValueTask<BranchPoint?> BeforeAsync(ChatClientAgentSession session, long number, CancellationToken cancellationToken)
    {
        var turn = await session.Turns.GetAsync(number, ofAnyBranch: false, cancellationToken).ConfigureAwait(false);
        return await BeforeAsync(session, turn, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Where a turn began that is gone on with: <see langword="null"/> where it follows the session's current one. As with a key, it
    /// takes the place of what an earlier run has left, unless the service keeps the history.
    /// </summary>
    /// <exception cref="SessionFormatException">The session has no such turn.</exception>
    public static async ValueTask<BranchPoint?> OfAsync(ChatClientAgentSession session, SuspendedTurn turn, CancellationToken cancellationToken)
    {
        var followed = turn.FollowedTurn;
        if (followed == session.Head.CurrentTurn || session.Head.HistoryOwner == HistoryOwner.Service)
        {
            return null;
        }

        return followed == 0 || await session.Turns.FindAsync(followed, cancellationToken).ConfigureAwait(false) is not null
            ? (await AfterAsync(session, followed, cancellationToken).ConfigureAwait(false)) with { ReplacesAttempt = true }
            : throw new SessionFormatException($"The continuation token says that its turn follows turn {followed}, which session '{session.Key}' does not have. Give the run a token that this agent has returned.");
    }

    /// <summary>Before the session's last turn, to run it again.</summary>
    /// <exception cref="InvalidOperationException">There is none, or its input was not kept.</exception>
    public static async ValueTask<BranchPoint?> BeforeLastAsync(ChatClientAgentSession session, CancellationToken cancellationToken)
    {
        var turn = await session.Turns.FindAsync(session.Head.CurrentTurn, cancellationToken).ConfigureAwait(false);
        var isKept = turn is { Record.InputCount: > 0 } || (turn is { Messages.Count: > 0 } && session.Head.HistoryOwner == HistoryOwner.Local && session.SendsTurns);
        return isKept
            ? await BeforeAsync(session, turn!, cancellationToken).ConfigureAwait(false)
            : throw new InvalidOperationException(turn is null
                ? $"Session '{session.Key}' has no turn in its present, so there is none to run again. Run a turn first."
                : $"The input of turn {turn.Record.Number} of session '{session.Key}' is not kept in the session, so the turn cannot be run again here: a history provider or the model's service keeps it. Run the same messages as a turn of their own.");
    }

    /// <summary>
    /// Before what an earlier run with the same key has left, if that did not complete: the turn is kept once. The service cannot be told
    /// to go back, so where it keeps the history the turn follows what is left.
    /// </summary>
    public static async ValueTask<BranchPoint?> OfKeyAsync(ChatClientAgentSession session, TurnKey turnKey, CancellationToken cancellationToken)
    {
        var turn = await session.Turns.FindAsync(session.Head.CurrentTurn, cancellationToken).ConfigureAwait(false);
        return turn is not null && session.Head.HistoryOwner != HistoryOwner.Service
            && turn.Record.Status != TurnStatus.Completed && string.Equals(turn.Record.TurnKey, turnKey.Value, StringComparison.Ordinal)
            ? (await BeforeAsync(session, turn, cancellationToken).ConfigureAwait(false)) with { ReplacesAttempt = true }
            : null;
    }

    private static async ValueTask<BranchPoint> BeforeAsync(ChatClientAgentSession session, SessionTurn turn, CancellationToken cancellationToken)
    {
        var parent = await AfterAsync(session, turn.Record.ParentTurn, cancellationToken).ConfigureAwait(false);
        return parent with { Input = [.. turn.Messages.Take(turn.Record.InputCount)] };
    }

    private static async ValueTask<BranchPoint> AfterAsync(ChatClientAgentSession session, long turn, CancellationToken cancellationToken) =>
        new(turn, await session.Turns.LoadStateAsync(turn, cancellationToken).ConfigureAwait(false))
        {
            TurnCount = await session.Turns.CountThroughAsync(turn, cancellationToken).ConfigureAwait(false),
        };
}
