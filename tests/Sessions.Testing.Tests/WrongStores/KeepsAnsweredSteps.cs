namespace Sessions.Testing.Tests;

/// <summary>Leaves the steps of a key that is answered.</summary>
internal sealed class KeepsAnsweredSteps(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override async ValueTask<CommitResult> CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        var key = commit.Head.Key;
        var kept = new List<(string TurnKey, StoredStep Step)>();
        foreach (var turnKey in commit.Turns.Where(turn => turn.InputHash is not null).Select(turn => turn.TurnKey!))
        {
            var opened = await OpenAsync(key, new SessionOpening { TurnKey = turnKey }, cancellationToken);
            kept.AddRange(opened.Steps.Select(step => (turnKey, step)));
        }

        var result = await base.CommitAsync(commit, cancellationToken);
        foreach (var (turnKey, step) in kept)
        {
            await AppendStepAsync(key, turnKey, step, cancellationToken);
        }

        return result;
    }
}
