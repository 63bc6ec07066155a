namespace Sessions.Tests;

/// <summary>A store that shows what it is given, and fails when it is told to.</summary>
internal sealed class InterceptedStore(SessionStore inner) : SessionStore
{
    public List<SessionCommit> Commits { get; } = [];

    public Action<SessionCommit>? OnCommit { get; set; }

    public Exception? FailLoad { get; set; }

    public override ValueTask<StoredSession?> LoadAsync(SessionKey key, CancellationToken cancellationToken = default) =>
        FailLoad is null ? inner.LoadAsync(key, cancellationToken) : throw FailLoad;

    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        inner.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken);

    public override async ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        OnCommit?.Invoke(commit);
        await inner.CommitAsync(commit, cancellationToken);
        Commits.Add(commit);
    }

    public override ValueTask<bool> DeleteAsync(SessionKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

    public override IAsyncEnumerable<SessionSummary> ListAsync(SessionQuery query, CancellationToken cancellationToken = default) => inner.ListAsync(query, cancellationToken);
}
