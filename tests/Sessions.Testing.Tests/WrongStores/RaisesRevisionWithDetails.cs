namespace Sessions.Testing.Tests;

/// <summary>Takes a change of details for a commit.</summary>
internal sealed class RaisesRevisionWithDetails(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override async ValueTask<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsUpdate update, CancellationToken cancellationToken = default)
    {
        if (await LoadAsync(key, cancellationToken) is { } stored)
        {
            await CommitAsync(new SessionCommit { ExpectedRevision = stored.Head.Revision, Head = stored.Head with { Revision = stored.Head.Revision + 1 } }, cancellationToken);
        }

        return await base.UpdateDetailsAsync(key, update, cancellationToken);
    }
}
