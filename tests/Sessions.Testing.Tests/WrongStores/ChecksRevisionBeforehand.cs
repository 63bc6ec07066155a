namespace Sessions.Testing.Tests;

/// <summary>Asks for the revision, and then writes after whatever is there: others may have written in between.</summary>
internal sealed class ChecksRevisionBeforehand(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        var before = await LoadAsync(commit.Head.Key, cancellationToken);
        if (before?.Head.Revision != commit.ExpectedRevision)
        {
            return CommitResult.Conflict(before?.Head);
        }

        await Task.Delay(2, cancellationToken);
        var now = await LoadAsync(commit.Head.Key, cancellationToken);
        var late = (now?.Head.Revision ?? 0) - (before?.Head.Revision ?? 0);
        var turns = commit.Turns.Select(turn => turn with { Number = turn.Number + late }).ToList();
        return await base.CommitAsync(commit.With(now?.Head.Revision).With(head: commit.Head with { Revision = commit.Head.Revision + late, CurrentTurn = commit.Head.CurrentTurn + late }, turns: turns), cancellationToken);
    }
}
