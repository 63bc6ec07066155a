using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>Reads the turns of a session from its store, along their chain, and sees that none is missing: half a history is not the history.</summary>
internal sealed class StoredChain(SessionStore store, SessionKey key)
{
    /// <summary>Reads the chain that ends with a turn, newest first. What the reader does not ask for is not looked at.</summary>
    /// <param name="throughTurn">The newest turn.</param>
    /// <param name="isCurrent">Whether the session says that it stands there; another turn may be none of its.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="SessionFormatException">A turn is missing.</exception>
    public async IAsyncEnumerable<StoredTurn> ReadBackwardAsync(long throughTurn, bool isCurrent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = throughTurn;
        await foreach (var turn in store.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken).ConfigureAwait(false))
        {
            if (turn.Turn.Number != next)
            {
                break;
            }

            next = turn.Turn.ParentTurn;
            yield return turn;
        }

        if (next != 0 && (isCurrent || next != throughTurn))
        {
            await ThrowIfMissingAsync(next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the chain that ends with a turn, oldest first.</summary>
    /// <param name="afterTurn">Only later turns are read.</param>
    /// <inheritdoc cref="ReadBackwardAsync"/>
#pragma warning disable CS1573 // The others are inherited.
    public async IAsyncEnumerable<StoredTurn> ReadAsync(long afterTurn, long throughTurn, bool isCurrent, [EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1573
    {
        afterTurn = Math.Max(afterTurn, 0);
        var last = afterTurn;
        await foreach (var turn in store.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken).ConfigureAwait(false))
        {
            if (turn.Turn.ParentTurn > last || (last > afterTurn && turn.Turn.ParentTurn != last))
            {
                await ThrowIfMissingAsync(turn.Turn.ParentTurn, cancellationToken).ConfigureAwait(false);
            }

            last = turn.Turn.Number;
            yield return turn;
        }

        if (last < throughTurn && (isCurrent || last > afterTurn))
        {
            await ThrowIfMissingAsync(throughTurn, cancellationToken).ConfigureAwait(false);
        }
    }

    // A session that was deleted meanwhile has none, and is no damaged one: whoever commits to it is told.
    private async ValueTask ThrowIfMissingAsync(long turn, CancellationToken cancellationToken)
    {
        if (await store.GetRevisionAsync(key, cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new SessionFormatException($"Turn {turn} of session '{key}' is missing, and the session goes on from it. What is stored is unchanged; restore it from a backup, or delete the session.");
        }
    }
}
