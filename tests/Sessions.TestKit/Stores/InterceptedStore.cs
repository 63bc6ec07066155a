namespace Sessions.TestKit;

/// <summary>A store that shows what it is given, and fails when it is told to.</summary>
public sealed class InterceptedStore(SessionStore inner) : DelegatingSessionStore(inner)
{
    public List<SessionCommit> Commits { get; } = [];

    public Action<SessionCommit>? OnCommit { get; set; }

    public Exception? FailOpen { get; set; }

    public override ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default) =>
        FailOpen is null ? base.OpenAsync(key, opening, cancellationToken) : throw FailOpen;

    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        OnCommit?.Invoke(commit);
        var result = await base.CommitAsync(commit, cancellationToken);
        if (result.Outcome == CommitOutcome.Committed)
        {
            Commits.Add(commit);
        }

        return result;
    }
}
