namespace Sessions.Testing.Tests;

/// <summary>Writes values, and skips the slots that were emptied.</summary>
internal sealed class ForgetsEmptiedSlots(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        base.CommitAsync(commit.With(turns: [.. commit.Turns.Select(turn => turn with { State = Set(turn.State) })], state: Set(commit.State)), cancellationToken);

    private static IReadOnlyList<StateValue> Set(IReadOnlyList<StateValue> state) => [.. state.Where(value => value.Json is not null)];
}
