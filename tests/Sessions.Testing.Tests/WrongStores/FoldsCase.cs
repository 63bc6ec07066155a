namespace Sessions.Testing.Tests;

/// <summary>Compares ids as many databases do by default: without regard to case.</summary>
internal sealed class FoldsCase(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default) =>
        base.OpenAsync(Folded(key), opening, cancellationToken);

    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default) =>
        base.ReadTurnsAsync(Folded(key), range, cancellationToken);

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        base.CommitAsync(commit.With(head: commit.Head with { Key = Folded(commit.Head.Key) }), cancellationToken);

    private static SessionKey Folded(SessionKey key) => new(key.Tenant.ToUpperInvariant(), key.Id.ToUpperInvariant());
}
