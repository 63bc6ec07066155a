using Sessions.Storage;

namespace Sessions;

/// <summary>A store whose sessions expire: it says with their commits when.</summary>
internal sealed class ExpiringSessionStore(SessionStore innerStore, SessionExpiration expiration) : DelegatingSessionStore(innerStore)
{
    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var from = expiration.IsSliding ? commit.Head.UpdatedAt : commit.ExpectedRevision is null ? commit.Head.CreatedAt : default(DateTimeOffset?);

        // What the session's own details say of a new session counts.
        return base.CommitAsync(from is { } time && commit.ExpiresAt is null && commit.Details?.ExpiresAt is null ? commit with { ExpiresAt = expiration.After(time) } : commit, cancellationToken);
    }

    public override ValueTask<CommitResult> ForkAsync(SessionFork fork, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fork);
        return base.ForkAsync(fork with { ExpiresAt = fork.ExpiresAt ?? expiration.After(fork.CreatedAt) }, cancellationToken);
    }
}
