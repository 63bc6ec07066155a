namespace Sessions.Testing.Tests;

/// <summary>Keeps times to the microsecond.</summary>
internal sealed class RoundsTimes(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        base.CommitAsync(commit.With(head: commit.Head with { CreatedAt = Rounded(commit.Head.CreatedAt), UpdatedAt = Rounded(commit.Head.UpdatedAt) }), cancellationToken);

    private static DateTimeOffset Rounded(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
