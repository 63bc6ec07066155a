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
        if (!IsToldByTurn(commit))
        {
            return (await AskAsync(store, commit.Head.Key, head => IsAt(head, commit.Head)).ConfigureAwait(false)).IsSo;
        }

        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            return await HasTurnAsync(store, commit.Head.Key, commit.Turns[^1], timeout.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Asks the store whether a session is what a change was to make of it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The session.</param>
    /// <param name="isSo">Says it of the head, if there is one; <see langword="null"/> where that does not tell.</param>
    /// <returns>Whether it is so, <see langword="null"/> also where the store does not say; and the session.</returns>
    public static async ValueTask<(bool? IsSo, StoredSession? Session)> AskAsync(SessionStore store, SessionKey key, Func<SessionHead?, bool?> isSo)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            var session = await store.LoadAsync(key, timeout.Token).ConfigureAwait(false);
            return (isSo(session?.Head), session);
        }
        catch (Exception)
        {
            return (null, null);
        }
    }

    /// <summary>Whether a session stands where a change was to bring it.</summary>
    private static bool? IsAt(SessionHead? stored, SessionHead head) =>
        // One commit has each revision: where it is another's, this one was not written. Of what came before a later one, the head says nothing.
        stored is null || stored.Revision < head.Revision ? false
        : stored.Revision == head.Revision ? stored == head
        : null;

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
