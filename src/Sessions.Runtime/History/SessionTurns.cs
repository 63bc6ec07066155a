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

    /// <summary>The number of the newest turn of the present; 0 before the first.</summary>
    protected abstract long CurrentTurn { get; }

    /// <summary>The turns through one, as far as a view can send them.</summary>
    public abstract ValueTask<SessionLog> LoadLogAsync(HistoryView view, long throughTurn, CancellationToken cancellationToken);

    /// <summary>Reads turns; through the current one, if the query names no other.</summary>
    public abstract IAsyncEnumerable<SessionTurn> ReadAsync(TurnQuery query, CancellationToken cancellationToken);

    /// <summary>The state as it was at a turn; at 0, from before the first.</summary>
    public abstract ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(long turn, CancellationToken cancellationToken);

    /// <summary>Finds the turn, of whatever branch, that has answered a key.</summary>
    public abstract ValueTask<SessionTurn?> FindKeyedAsync(string turnKey, CancellationToken cancellationToken);

    /// <summary>How many turns there are through one, of whatever branch.</summary>
    public abstract ValueTask<long> CountThroughAsync(long turn, CancellationToken cancellationToken);

    /// <summary>Takes over what was committed.</summary>
    /// <param name="turn">The new current turn; <see langword="null"/> where state alone was committed.</param>
    /// <param name="state">The state values that changed.</param>
    public abstract void Accept(SessionTurn? turn, IReadOnlyCollection<StateValue> state);

    /// <summary>Makes another turn the current one, of whatever branch; 0 stands before the first.</summary>
    public abstract void MoveTo(long turn);

    /// <summary>The turns through the current one, whatever comes.</summary>
    public abstract SessionTurns Snapshot();

    /// <summary>Writes a session's beginning and its turns.</summary>
    public abstract ValueTask WriteAsync(SessionJsonWriter json, SessionHead head, SessionDetails details, CancellationToken cancellationToken);

    /// <summary>Finds a turn of the present.</summary>
    public ValueTask<SessionTurn?> FindAsync(long number, CancellationToken cancellationToken) =>
        FindAsync(number, new TurnQuery { AfterTurn = number - 1, MaxCount = 1, NewestFirst = number == CurrentTurn }, cancellationToken);

    /// <summary>Gets a turn.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="ofAnyBranch">Whether it may be one that was left behind.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">The session has no such turn, or it is not part of the present.</exception>
    public async ValueTask<SessionTurn> GetAsync(long number, bool ofAnyBranch, CancellationToken cancellationToken)
    {
        var query = new TurnQuery { AfterTurn = number - 1, ThroughTurn = number, AllBranches = true };
        var turn = ofAnyBranch ? FindAsync(number, query, cancellationToken) : FindAsync(number, cancellationToken);
        return await turn.ConfigureAwait(false) ?? throw NoSuchTurn(number, ofAnyBranch);
    }

    public ArgumentOutOfRangeException NoSuchTurn(long number, bool ofAnyBranch = false) => new(
        nameof(number),
        number,
        $"Session '{Key}' has no turn {number}{(ofAnyBranch ? "" : " in its present")}. AIAgent.ReadTurnsAsync says which it has{(ofAnyBranch ? ", with TurnQuery.AllBranches" : ", and with TurnQuery.AllBranches which were left behind")}.");

    private async ValueTask<SessionTurn?> FindAsync(long number, TurnQuery query, CancellationToken cancellationToken)
    {
        await foreach (var turn in ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            return turn.Record.Number == number ? turn : null;
        }

        return null;
    }

    /// <summary>Reads from the first turns of a log.</summary>
    protected static async IAsyncEnumerable<SessionTurn> ReadAsync(SessionLog log, int count, TurnQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = Math.Min(log.CountUpTo(query.AfterTurn), count);
        for (var i = 0; i < Math.Min(count - first, query.MaxCount ?? int.MaxValue); i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return log.TurnAt(query.NewestFirst ? count - 1 - i : first + i);
        }

        await default(ValueTask).ConfigureAwait(false);
    }
}
