namespace Sessions.Testing.Tests;

/// <summary>Writes without asking for the revision.</summary>
internal sealed class WritesOverOtherRevisions(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        var stored = await LoadAsync(commit.Head.Key, cancellationToken);
        return await base.CommitAsync(commit.With(expectedRevision: stored?.Head.Revision), cancellationToken);
    }
}
