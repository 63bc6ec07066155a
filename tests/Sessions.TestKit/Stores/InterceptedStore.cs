namespace Sessions.TestKit;

/// <summary>A store that shows what it is given, and fails when it is told to.</summary>
public sealed class InterceptedStore(SessionStore inner) : DelegatingSessionStore(inner)
{
    public List<SessionCommit> Commits { get; } = [];

    public Action<SessionCommit>? OnCommit { get; set; }

    public Exception? FailLoad { get; set; }

    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        FailLoad is null ? base.LoadAsync(key, cancellationToken) : throw FailLoad;

    public override async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        OnCommit?.Invoke(commit);
        await base.CommitAsync(commit, cancellationToken);
        Commits.Add(commit);
    }
}
