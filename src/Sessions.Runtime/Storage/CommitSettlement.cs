using Sessions.Storage;

namespace Sessions;

/// <summary>
/// Finds out what became of a commit that a store did not acknowledge: the connection broke, or the time was out, and the store may
/// have written it or not.
/// </summary>
internal static class CommitSettlement
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Whether the id of a commit's turn tells whether it is written. That of a session that is new to the store may have been there before.</summary>
    public static bool IsToldByTurn(SessionCommit commit) => commit is { ExpectedRevision: not null, Turns.Count: > 0 };

    /// <summary>Asks the store whether it has a commit.</summary>
    /// <param name="store">The store.</param>
    /// <param name="commit">The commit.</param>
    /// <returns><see langword="null"/> where the store does not say, or others have committed since and nothing of the commit tells.</returns>
    public static async ValueTask<bool?> IsWrittenAsync(SessionStore store, SessionCommit commit)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            return IsToldByTurn(commit)
                ? await HasTurnAsync(store, commit.Head.Key, commit.Turns[^1], timeout.Token).ConfigureAwait(false)
                : await HasHeadAsync(store, commit.Head, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Asks the store whether a session stands where a change was to bring it.</summary>
    /// <inheritdoc cref="IsWrittenAsync"/>
    /// <param name="store">The store.</param>
    /// <param name="head">The head as it is after the change.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public static async ValueTask<bool?> HasHeadAsync(SessionStore store, SessionHead head, CancellationToken cancellationToken)
    {
        // One commit has each revision: where it is another's, this one was not written. Of what came before a later one, the head says nothing.
        var stored = await store.LoadAsync(head.Key, cancellationToken).ConfigureAwait(false);
        return stored is null || stored.Head.Revision < head.Revision ? false
            : stored.Head.Revision == head.Revision ? stored.Head == head
            : null;
    }

    /// <summary>A turn's number is given once, and its id nowhere else. What an earlier attempt has left of it is not this one.</summary>
    private static async ValueTask<bool> HasTurnAsync(SessionStore store, SessionKey key, StoredTurn turn, CancellationToken cancellationToken)
    {
        var range = new TurnRange { AfterTurn = turn.Number - 1, ThroughTurn = turn.Number, AllBranches = true, Limits = TurnLimits.One };
        var page = await store.ReadTurnsAsync(key, range, cancellationToken).ConfigureAwait(false);
        return page.Turns is [var stored, ..]
            && string.Equals(stored.Id, turn.Id, StringComparison.Ordinal)
            && stored.Record.Span.SequenceEqual(turn.Record.Span);
    }
}
