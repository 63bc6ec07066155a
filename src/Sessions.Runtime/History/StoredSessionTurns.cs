using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions;

/// <summary>The turns of a session that its store has. The log is what has been read of them, or was committed by this object.</summary>
internal sealed class StoredSessionTurns : SessionTurns
{
    private const int FewestToTrim = 16;

    // One that is read by itself is read in small pages: its reader may want no more.
    private static readonly TurnLimits SmallPage = new() { MaxTurns = 32, MaxBytes = 128 * 1024 };

    private readonly SessionStore _store;

    // Whoever reads these while a turn changes them may see one from before and one from after: a log that does not have a turn
    // says so, and then the store is asked.
    private long _currentTurn;
    private volatile SessionLog? _log;
    private HistoryView? _loadedFor;
    private OpenedSession? _opened;
    private int _trimAt = FewestToTrim;

    /// <summary>Stands at a turn.</summary>
    /// <param name="store">The store.</param>
    /// <param name="key">The session.</param>
    /// <param name="currentTurn">The turn.</param>
    /// <param name="log">What is at hand of the turns through it.</param>
    /// <param name="opened">What was read of them, and is to be made a log when one is asked for.</param>
    public StoredSessionTurns(SessionStore store, SessionKey key, long currentTurn, SessionLog? log = null, OpenedSession? opened = null)
        : base(key)
    {
        _store = store;
        _currentTurn = currentTurn;
        _log = currentTurn == 0 ? SessionLog.Empty : log;
        _opened = opened?.NewestTurns is null ? null : opened;
    }

    /// <summary>Has a log at hand that is for a view.</summary>
    public StoredSessionTurns(SessionStore store, SessionKey key, SessionLog log, HistoryView? view)
        : this(store, key, log.CurrentTurn, log) => _loadedFor = view;

    private StoredChain Chain => new(_store, Key);

    protected override long CurrentTurn => Volatile.Read(ref _currentTurn);

    /// <summary>Whether a log for a view is at hand, so that turns need not be read.</summary>
    public bool HasLogFor(HistoryView view) => _log is { } log && (log.IsComplete || _loadedFor == view);

    /// <summary>The log, with the view that it is for, if it is at hand.</summary>
    public (SessionLog Log, HistoryView? View)? Known => _log is { } log && log.CurrentTurn == CurrentTurn ? (log, log.IsComplete ? null : _loadedFor) : null;

    /// <summary>Takes what was read of the newest turns.</summary>
    public void Take(OpenedSession opened) => _opened = opened;

    public override async ValueTask<SessionLog> LoadLogAsync(HistoryView view, long throughTurn, CancellationToken cancellationToken)
    {
        var isCurrent = throughTurn == CurrentTurn;
        if (_log is { } known && (known.IsComplete || (isCurrent && _loadedFor == view)) && known.Through(throughTurn) is { } loaded)
        {
            _loadedFor = isCurrent ? view : _loadedFor;
            return loaded;
        }

        var opened = isCurrent ? Interlocked.Exchange(ref _opened, null) : null;
        var read = await ReadNewestAsync(view, throughTurn, opened, cancellationToken).ConfigureAwait(false);
        if (isCurrent)
        {
            _loadedFor = view;
            _log = read;
            _trimAt = TrimAt(read);
        }

        return read;
    }

    public override IAsyncEnumerable<SessionTurn> ReadAsync(TurnQuery query, CancellationToken cancellationToken)
    {
        if (query.AllBranches)
        {
            return TakeAsync(ReadAllBranchesAsync(query, cancellationToken), query);
        }

        var throughTurn = query.ThroughTurn ?? CurrentTurn;
        return _log is { IsComplete: true } log && log.CountThrough(throughTurn) is var count and >= 0
            ? ReadAsync(log, count, query, cancellationToken)
            : ReadPresentAsync(query, throughTurn, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<StateValue>> LoadStateAsync(long turn, CancellationToken cancellationToken) => _store.LoadStateAsync(Key, turn, cancellationToken);

    public override async ValueTask<SessionTurn?> FindKeyedAsync(string turnKey, CancellationToken cancellationToken)
    {
        var opened = await _store.OpenAsync(Key, new SessionOpening { TurnKey = turnKey }, cancellationToken).ConfigureAwait(false);
        return opened.KeyedTurn is { } turn ? StoredTurnJson.Read(Key, turn) : null;
    }

    public override async ValueTask<long> CountThroughAsync(long turn, CancellationToken cancellationToken)
    {
        if (turn == 0)
        {
            return 0;
        }

        if (_log is { IsComplete: true } log && log.CountThrough(turn) is var count and > 0)
        {
            return count;
        }

        var range = new TurnRange { AfterTurn = turn - 1, ThroughTurn = turn, AllBranches = true, Limits = TurnLimits.One };
        var page = await _store.ReadTurnsAsync(Key, range, cancellationToken).ConfigureAwait(false);
        return page.Turns is [var found, ..] ? found.Depth : throw StoredChain.Missing(Key, turn);
    }

    public override void Accept(SessionTurn? turn, IReadOnlyCollection<StateValue> state)
    {
        if (turn is not null)
        {
            MoveTo(turn.Record.ParentTurn);
            _log = _log?.Append(turn);
            _opened = null;
            Volatile.Write(ref _currentTurn, turn.Record.Number);
            TrimIfLong();
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
        _opened = null;
        Volatile.Write(ref _currentTurn, turn);
    }

    public override SessionTurns Snapshot() => this;

    public override async ValueTask WriteAsync(SessionJsonWriter json, SessionHead head, SessionDetails details, CancellationToken cancellationToken)
    {
        json.Begin(head, details, await LoadStateAsync(0, cancellationToken).ConfigureAwait(false));
        var turns = Chain.ReadAsync(afterTurn: 0, head.CurrentTurn, isCurrent: head.CurrentTurn == CurrentTurn, withState: true, SmallPage, cancellationToken);
        await foreach (var stored in turns.ConfigureAwait(false))
        {
            var turn = StoredTurnJson.Read(Key, stored);
            json.Write(turn, stored.State, turn.Record.Reply);
            await json.FlushIfFullAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<StoredTurn> ReadAllBranchesAsync(TurnQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = new TurnRange
        {
            AfterTurn = query.AfterTurn,
            ThroughTurn = query.ThroughTurn ?? long.MaxValue,
            NewestFirst = query.NewestFirst,
            AllBranches = true,
            Limits = SmallPage with { MaxTurns = Math.Min(SmallPage.MaxTurns, query.MaxCount ?? int.MaxValue) },
        };
        TurnPage page;
        do
        {
            page = await _store.ReadTurnsAsync(Key, range, cancellationToken).ConfigureAwait(false);
            foreach (var turn in page.Turns)
            {
                yield return turn;
                range = range.NewestFirst ? range with { ThroughTurn = turn.Number - 1 } : range with { AfterTurn = turn.Number };
            }
        }
        while (page is { HasMore: true, Turns.Count: > 0 });
    }

    private async IAsyncEnumerable<SessionTurn> ReadPresentAsync(TurnQuery query, long throughTurn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A store reads the chain that ends with any turn. One that was left behind is not part of the present.
        if (query.ThroughTurn is not null && throughTurn != CurrentTurn && await FindAsync(throughTurn, cancellationToken).ConfigureAwait(false) is null)
        {
            yield break;
        }

        var isCurrent = query.ThroughTurn is null;
        var limits = SmallPage with { MaxTurns = Math.Min(SmallPage.MaxTurns, query.MaxCount ?? int.MaxValue) };
        var turns = query.NewestFirst
            ? Chain.ReadBackwardAsync(throughTurn, isCurrent, limits, first: null, cancellationToken)
            : Chain.ReadAsync(query.AfterTurn, throughTurn, isCurrent, withState: false, limits, cancellationToken);
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
            if (turn.Number <= query.AfterTurn)
            {
                yield break;
            }

            yield return StoredTurnJson.Read(Key, turn);
            if (--left == 0)
            {
                yield break;
            }
        }
    }

    private async ValueTask<SessionLog> ReadNewestAsync(HistoryView view, long throughTurn, OpenedSession? opened, CancellationToken cancellationToken)
    {
        var turns = new List<SessionTurn>();
        var window = new HistoryWindow(view);
        await foreach (var stored in Chain.ReadBackwardAsync(throughTurn, isCurrent: true, ViewLimits.Of(view), opened?.NewestTurns, cancellationToken).ConfigureAwait(false))
        {
            var turn = StoredTurnJson.Read(Key, stored);
            turns.Add(turn);
            window.Add(turn.Messages);
            if (window.IsFull)
            {
                break;
            }
        }

        turns.Reverse();
        var isComplete = turns.Count == 0 || turns[0].Record.ParentTurn == 0;
        return SessionLog.From(turns, isComplete, isComplete ? null : await ReadOpeningAsync(throughTurn, opened?.FirstTurn, cancellationToken).ConfigureAwait(false));
    }

    private async ValueTask<IReadOnlyList<ChatMessage>> ReadOpeningAsync(long throughTurn, StoredTurn? first, CancellationToken cancellationToken)
    {
        if (first is null)
        {
            var page = await _store.ReadTurnsAsync(Key, new TurnRange { ThroughTurn = throughTurn, Limits = TurnLimits.One }, cancellationToken).ConfigureAwait(false);
            first = page.Turns.Count == 0 ? null : page.Turns[0];
        }

        return first is null ? [] : [.. StoredTurnJson.Read(Key, first).Messages.Where(message => message.Role == ChatRole.System)];
    }

    /// <summary>How many turns there may be at hand before those are let go of that the view cannot send any more: half as many again as it can.</summary>
    private static int TrimAt(SessionLog sendable) => Math.Max(FewestToTrim, sendable.TurnCount + (sendable.TurnCount / 2));

    /// <summary>Lets go of turns that the view cannot send any more, once there are enough of them.</summary>
    private void TrimIfLong()
    {
        if (_log is not { } log || _loadedFor is not { Reducer: null, HasLimits: true } view || log.TurnCount < _trimAt)
        {
            return;
        }

        var window = new HistoryWindow(view);
        var kept = log.TurnCount;
        while (kept > 0 && !window.IsFull)
        {
            window.Add(log.MessagesAt(--kept));
        }

        _log = kept == 0 ? log : log.From(kept);
        _trimAt = TrimAt(_log);
    }
}
