using Sessions.Storage;

namespace Sessions;

/// <summary>
/// Finds out what became of a commit that a store did not acknowledge: the connection broke, or the time was out, and the store may
/// have written it or not.
/// </summary>
internal static class CommitSettlement
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Asks the store whether it has a commit.</summary>
    /// <param name="store">The store.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="failure">What the commit ended with.</param>
    /// <returns><see langword="null"/> where the store does not say, or others have committed since and nothing of the commit tells.</returns>
    public static async ValueTask<bool?> IsWrittenAsync(SessionStore store, SessionCommit commit, Exception failure)
    {
        var turn = commit.ExpectedRevision is not null && commit.Turns.Count > 0 ? commit.Turns[^1].Turn : null;
        if (failure is SessionConflictException && turn is null)
        {
            return false;
        }

        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            return turn is not null
                ? await HasTurnAsync(store, commit.Head.Key, turn, timeout.Token).ConfigureAwait(false)
                : await HasHeadAsync(store, commit.Head, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>A turn's number is given once, and its id nowhere else. What an earlier attempt has left of it is not this one.</summary>
    private static async ValueTask<bool> HasTurnAsync(SessionStore store, SessionKey key, TurnRecord turn, CancellationToken cancellationToken)
    {
        await foreach (var stored in store.ReadTurnsBackwardAsync(key, turn.Number, cancellationToken).ConfigureAwait(false))
        {
            return stored.Turn.CompactId == turn.CompactId && stored.Turn.Status == turn.Status;
        }

        return false;
    }

    /// <summary>One commit has each revision: where it is another's, this one was not written. Of what came before a later one, the head says nothing.</summary>
    private static async ValueTask<bool?> HasHeadAsync(SessionStore store, SessionHead head, CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(head.Key, cancellationToken).ConfigureAwait(false);
        return stored is null || stored.Head.Revision < head.Revision ? false
            : stored.Head.Revision == head.Revision ? stored.Head == head
            : null;
    }
}
