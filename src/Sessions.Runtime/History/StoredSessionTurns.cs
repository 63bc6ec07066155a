using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions;

/// <summary>The turns of a session that its store has. The log is what has been read of them, or was committed by this object.</summary>
internal sealed class StoredSessionTurns(SessionStore store, SessionKey key, long currentTurn, SessionLog? log = null) : SessionTurns(key)
{
    // Whoever reads these while a turn changes them may see one from before and one from after: a log that does not have a turn
    // says so, and then the store is asked.
    private long _currentTurn = currentTurn;
    private volatile SessionLog? _log = currentTurn == 0 ? SessionLog.Empty : log;
    private HistoryView? _loadedFor;

    private StoredChain Chain => new(store, Key);

    protected override long CurrentTurn => Volatile.Read(ref _currentTurn);

    public override async ValueTask<SessionLog> LoadLogAsync(HistoryView view, long throughTurn, CancellationToken cancellationToken)
    {
        var isCurrent = throughTurn == CurrentTurn;
        if (_log is { } known && (known.IsComplete || (isCurrent && _loadedFor == view)) && known.Through(throughTurn) is { } loaded)
        {
            return loaded;
        }

        var read = await ReadNewestAsync(view, throughTurn, cancellationToken).ConfigureAwait(false);
        if (isCurrent)
        {
            _loadedFor = view;
            _log = read;
        }

        return read;
    }

    public override IAsyncEnumerable<SessionTurn> ReadAsync(TurnQuery query, CancellationToken cancellationToken)
    {
        if (query.AllBranches)
        {
            return TakeAsync(store.ReadAllTurnsAsync(Key, query.AfterTurn, query.ThroughTurn ?? long.MaxValue, query.NewestFirst, cancellationToken), query);
        }

        var throughTurn = query.ThroughTurn ?? CurrentTurn;
        return _log is { IsComplete: true } log && log.CountThrough(throughTurn) is var count and >= 0
            ? ReadAsync(log, count, query, cancellationToken)
            : ReadPresentAsync(query, throughTurn, cancellationToken);
    }

    public override IAsyncEnumerable<StoredTurn> ReadStoredAsync(long throughTurn, CancellationToken cancellationToken) =>
        Chain.ReadAsync(afterTurn: 0, throughTurn, isCurrent: throughTurn == CurrentTurn, cancellationToken);

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(long turn, CancellationToken cancellationToken) => store.LoadStateAsync(Key, turn, cancellationToken);

    public override ValueTask<StoredReply?> FindReplyAsync(string turnKey, CancellationToken cancellationToken) => store.FindReplyAsync(Key, turnKey, cancellationToken);

    public override void Accept(SessionTurn? turn, StoredReply? reply, IReadOnlyCollection<StateValue> state)
    {
        if (turn is not null)
        {
            MoveTo(turn.Record.ParentTurn);
            _log = _log?.Append(turn);
            Volatile.Write(ref _currentTurn, turn.Record.Number);
        }
    }

    public override void MoveTo(long turn)
    {
        if (turn == CurrentTurn)
        {
            return;
        }

        // Of a part, what is left may be less than a view can send, and nothing is here of another branch.
        _log = _log is { IsComplete: true } log ? log.Through(turn) : null;
        Volatile.Write(ref _currentTurn, turn);
    }

    public override SessionTurns Snapshot() => this;

    public override async ValueTask WriteAsync(SessionJsonWriter json, SessionHead head, CancellationToken cancellationToken)
    {
        json.Begin(head, await LoadStateAsync(0, cancellationToken).ConfigureAwait(false));
        await foreach (var turn in ReadStoredAsync(head.CurrentTurn, cancellationToken).ConfigureAwait(false))
        {
            var reply = turn.Turn.TurnKey is { } turnKey ? await FindReplyAsync(turnKey, cancellationToken).ConfigureAwait(false) : null;
            try
            {
                json.Write(turn, reply?.IsOf(turn.Turn) == true ? reply : null);
            }
            catch (Exception exception) when (StoredFormat.IsDamage(exception))
            {
                throw StoredFormat.Damaged($"Turn {turn.Turn.Number} of session '{Key}'", exception);
            }

            await json.FlushIfFullAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<SessionTurn> ReadPresentAsync(TurnQuery query, long throughTurn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A store reads the chain that ends with any turn. One that was left behind is not part of the present.
        if (query.ThroughTurn is not null && throughTurn != CurrentTurn && await FindAsync(throughTurn, cancellationToken).ConfigureAwait(false) is null)
        {
            yield break;
        }

        var isCurrent = query.ThroughTurn is null;
        var turns = query.NewestFirst
            ? Chain.ReadBackwardAsync(throughTurn, isCurrent, cancellationToken)
            : Chain.ReadAsync(query.AfterTurn, throughTurn, isCurrent, cancellationToken);
        await foreach (var turn in TakeAsync(turns, query).ConfigureAwait(false))
        {
            yield return turn;
        }
    }

    private async IAsyncEnumerable<SessionTurn> TakeAsync(IAsyncEnumerable<StoredTurn> turns, TurnQuery query)
    {
        var left = query.MaxCount ?? int.MaxValue;
        await foreach (var turn in turns.ConfigureAwait(false))
        {
            if (turn.Turn.Number <= query.AfterTurn)
            {
                yield break;
            }

            yield return new SessionTurn(turn.Turn, MessageJson.Read(Key, turn));
            if (--left == 0)
            {
                yield break;
            }
        }
    }

    private async ValueTask<SessionLog> ReadNewestAsync(HistoryView view, long throughTurn, CancellationToken cancellationToken)
    {
        var turns = new List<SessionTurn>();
        var window = new HistoryWindow(view);
        await foreach (var turn in Chain.ReadBackwardAsync(throughTurn, isCurrent: true, cancellationToken).ConfigureAwait(false))
        {
            var messages = MessageJson.Read(Key, turn);
            turns.Add(new SessionTurn(turn.Turn, messages));
            window.Add(messages);
            if (window.IsFull)
            {
                break;
            }
        }

        turns.Reverse();
        var isComplete = turns.Count == 0 || turns[0].Record.ParentTurn == 0;
        return SessionLog.From(turns, isComplete, isComplete ? null : await ReadOpeningAsync(throughTurn, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<IReadOnlyList<ChatMessage>> ReadOpeningAsync(long throughTurn, CancellationToken cancellationToken)
    {
        var first = await store.ReadFirstTurnAsync(Key, throughTurn, cancellationToken).ConfigureAwait(false);
        return first is null ? [] : [.. MessageJson.Read(Key, first).Where(message => message.Role == ChatRole.System)];
    }
}
