namespace Sessions.TestKit;

/// <summary>A store that counts what is read from it and written to it.</summary>
public sealed class CountingStore(SessionStore inner) : DelegatingSessionStore(inner)
{
    /// <summary>How many turns have been read.</summary>
    public int TurnsRead { get; private set; }

    /// <summary>How many bytes of messages and state have been written.</summary>
    public int BytesWritten { get; private set; }

    public override IAsyncEnumerable<StoredTurn> ReadTurnsAsync(SessionKey key, long afterTurn, long throughTurn, CancellationToken cancellationToken = default) =>
        base.ReadTurnsAsync(key, afterTurn, throughTurn, cancellationToken).Select(Count);

    public override IAsyncEnumerable<StoredTurn> ReadTurnsBackwardAsync(SessionKey key, long throughTurn, CancellationToken cancellationToken = default) =>
        base.ReadTurnsBackwardAsync(key, throughTurn, cancellationToken).Select(Count);

    public override ValueTask CommitAsync(SessionCommit commit, CancellationToken cancellationToken = default)
    {
        BytesWritten += commit.Turns.SelectMany(turn => turn.Messages).Sum(message => message.Length)
            + commit.State.Concat(commit.InitialState).Sum(value => value.Json?.Length ?? 0);
        return base.CommitAsync(commit, cancellationToken);
    }

    private StoredTurn Count(StoredTurn turn)
    {
        TurnsRead++;
        return turn;
    }
}
