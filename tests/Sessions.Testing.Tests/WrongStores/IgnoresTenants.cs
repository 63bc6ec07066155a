namespace Sessions.Testing.Tests;

/// <summary>Finds sessions by their ids alone.</summary>
internal sealed class IgnoresTenants(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default) =>
        base.OpenAsync(IdOf(key), opening, cancellationToken);

    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default) =>
        base.ReadTurnsAsync(IdOf(key), range, cancellationToken);

    public override ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default) =>
        base.CommitAsync(commit.With(head: commit.Head with { Key = IdOf(commit.Head.Key) }), cancellationToken);

    private static SessionKey IdOf(SessionKey key) => new(key.Id);
}
