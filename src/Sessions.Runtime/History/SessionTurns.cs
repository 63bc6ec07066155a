using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>
/// The turns of a session's present, and what was kept with each: in memory, or in the session's store. One turn of the session at
/// a time changes them; they may be read meanwhile.
/// </summary>
internal abstract class SessionTurns(SessionKey key)
{
    protected SessionKey Key { get; } = key;

    /// <summary>The turns through one, as far as a view can send them.</summary>
    public abstract ValueTask<SessionLog> LoadLogAsync(HistoryView view, long throughTurn, CancellationToken cancellationToken);

    /// <summary>Reads turns; through the current one, if the query names no other.</summary>
    public abstract IAsyncEnumerable<SessionTurn> ReadAsync(TurnQuery query, CancellationToken cancellationToken);

    /// <summary>Reads the turns through one, oldest first, as a store has them.</summary>
    public abstract IAsyncEnumerable<StoredTurn> ReadStoredAsync(long throughTurn, CancellationToken cancellationToken);

    /// <summary>The state as it was at a turn; at 0, from before the first.</summary>
    public abstract ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(long turn, CancellationToken cancellationToken);

    /// <summary>Finds the reply that a turn with a key has kept.</summary>
    public abstract ValueTask<StoredReply?> FindReplyAsync(string turnKey, CancellationToken cancellationToken);

    /// <summary>Takes over what was committed.</summary>
    /// <param name="turn">The new current turn; <see langword="null"/> where state alone was committed.</param>
    /// <param name="reply">What is kept for a repeated run of the turn.</param>
    /// <param name="state">The state values that changed.</param>
    public abstract void Accept(SessionTurn? turn, StoredReply? reply, IReadOnlyCollection<StateValue> state);

    /// <summary>Makes an earlier turn the current one; 0 stands before the first.</summary>
    public abstract void GoBack(long turn);

    /// <summary>The turns through the current one, whatever comes.</summary>
    public abstract SessionTurns Snapshot();

    /// <summary>Writes a session's beginning and its turns.</summary>
    public abstract ValueTask WriteAsync(SessionJsonWriter json, SessionHead head, CancellationToken cancellationToken);

    /// <summary>Finds a turn, from the newest back.</summary>
    public async ValueTask<SessionTurn?> FindAsync(long number, CancellationToken cancellationToken)
    {
        var query = new TurnQuery { AfterTurn = number - 1, NewestFirst = true };
        await foreach (var turn in ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (turn.Record.Number == number)
            {
                return turn;
            }
        }

        return null;
    }

    /// <summary>Gets a turn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not part of the session's present.</exception>
    public async ValueTask<SessionTurn> GetAsync(long number, CancellationToken cancellationToken) =>
        await FindAsync(number, cancellationToken).ConfigureAwait(false) ?? throw NoSuchTurn(number);

    public ArgumentOutOfRangeException NoSuchTurn(long number) =>
        new(nameof(number), number, $"Session '{Key}' has no turn {number} in its present. AIAgent.ReadTurnsAsync says which it has.");

    /// <summary>Reads from the first turns of a log.</summary>
    protected static async IAsyncEnumerable<SessionTurn> ReadAsync(SessionLog log, int count, TurnQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = 0;
        while (first < count && log.RecordAt(first).Number <= query.AfterTurn)
        {
            first++;
        }

        for (var i = 0; i < Math.Min(count - first, query.MaxCount ?? int.MaxValue); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return log.TurnAt(query.NewestFirst ? count - 1 - i : first + i);
        }

        await default(ValueTask).ConfigureAwait(false);
    }
}
