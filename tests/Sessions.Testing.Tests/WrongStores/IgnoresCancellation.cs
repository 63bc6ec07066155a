namespace Sessions.Testing.Tests;

/// <summary>Commits whatever its caller's token says.</summary>
internal sealed class IgnoresCancellation(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        base.CommitAsync(commit, CancellationToken.None);
}
