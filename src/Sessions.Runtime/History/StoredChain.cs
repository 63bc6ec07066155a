using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>
/// Reads the turns of a session from its store, page by page along their chain, and sees that none is missing: half a history is not
/// the history.
/// </summary>
internal sealed class StoredChain(SessionStore store, SessionKey key)
{
    /// <summary>Reads the chain that ends with a turn, newest first. Pages that the reader does not ask for are not read.</summary>
    /// <param name="throughTurn">The newest turn.</param>
    /// <param name="isCurrent">Whether the session says that it stands there; another turn may be none of its.</param>
    /// <param name="limits">How much to read at a time.</param>
    /// <param name="first">The first page, if it is read already.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="SessionFormatException">A turn is missing.</exception>
    public async IAsyncEnumerable<StoredTurn> ReadBackwardAsync(long throughTurn, bool isCurrent, TurnLimits limits, TurnPage? first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = throughTurn;
        var page = first;
        while (next != 0)
        {
            page ??= await store.ReadTurnsAsync(key, new TurnRange { ThroughTurn = next, NewestFirst = true, Limits = limits }, cancellationToken).ConfigureAwait(false);
            foreach (var turn in page.Turns)
            {
                if (turn.Number != next)
                {
                    break;
                }

                next = turn.ParentTurn;
                yield return turn;
            }

            if (next != 0 && !(page.HasMore && page.Turns.Count > 0 && page.Turns[^1].ParentTurn == next))
            {
                break;
            }

            page = null;
        }

        if (next != 0 && (isCurrent || next != throughTurn))
        {
            await ThrowIfMissingAsync(next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the chain that ends with a turn, oldest first.</summary>
    /// <param name="afterTurn">Only later turns are read.</param>
    /// <param name="throughTurn">The newest turn.</param>
    /// <param name="isCurrent">Whether the session says that it stands there; another turn may be none of its.</param>
    /// <param name="withState">Whether the state that was written at each is to be read too.</param>
    /// <param name="limits">How much to read at a time.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="SessionFormatException">A turn is missing.</exception>
    public async IAsyncEnumerable<StoredTurn> ReadAsync(long afterTurn, long throughTurn, bool isCurrent, bool withState, TurnLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        afterTurn = Math.Max(afterTurn, 0);
        var last = afterTurn;
        var hasMore = last < throughTurn;
        while (hasMore)
        {
            var range = new TurnRange { AfterTurn = last, ThroughTurn = throughTurn, WithState = withState, Limits = limits };
            var page = await store.ReadTurnsAsync(key, range, cancellationToken).ConfigureAwait(false);
            foreach (var turn in page.Turns)
            {
                if (turn.ParentTurn > last || (last > afterTurn && turn.ParentTurn != last))
                {
                    await ThrowIfMissingAsync(turn.ParentTurn, cancellationToken).ConfigureAwait(false);
                }

                last = turn.Number;
                yield return turn;
            }

            hasMore = page is { HasMore: true, Turns.Count: > 0 };
        }

        if (last < throughTurn && (isCurrent || last > afterTurn))
        {
            await ThrowIfMissingAsync(throughTurn, cancellationToken).ConfigureAwait(false);
        }
    }

    // A session that was deleted meanwhile has none, and is no damaged one: whoever commits to it is told.
    private async ValueTask ThrowIfMissingAsync(long turn, CancellationToken cancellationToken)
    {
        var opened = await store.OpenAsync(key, SessionOpening.Head, cancellationToken).ConfigureAwait(false);
        if (opened.Revision is not null)
        {
            throw Missing(key, turn);
        }
    }

    public static SessionFormatException Missing(SessionKey key, long turn) =>
        new($"Turn {turn} of session '{key}' is missing, and the session goes on from it. What is stored is unchanged; restore it from a backup, or delete the session.");
}
