namespace Sessions.Testing.Tests;

/// <summary>Names the head that was to be written as the one that won.</summary>
internal sealed class NamesTheLoser(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        var result = await base.CommitAsync(commit, cancellationToken);
        return result.Outcome == CommitOutcome.Conflict ? CommitResult.Conflict(commit.Head) : result;
    }
}
