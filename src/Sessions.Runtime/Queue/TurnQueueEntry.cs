using Sessions.Agents;

namespace Sessions;

/// <summary>
/// The place of a turn, or of another change of a session, in its queue; disposing it lets the next one run. Its token is cancelled
/// by the caller, or because a newer run took the turn's place.
/// </summary>
internal sealed class TurnQueueEntry : IDisposable
{
    // Never disposed: it has neither a timer nor a wait handle, and whoever is about to cancel it may do so at any time.
    private readonly CancellationTokenSource _interruption = new();
    private readonly CancellationToken _callerToken;
    private readonly CancellationTokenRegistration _registration;
    private readonly CompactId _turn;
    private readonly TurnKey _turnKey;
    private TaskCompletionSource? _entered;
    private Queue<TurnQueueEntry>? _waiting;
    private int _stage = Stage.Interruptible;

    private TurnQueueEntry(TurnQueueName name, CompactId turn, TurnKey? turnKey, CancellationToken cancellationToken)
    {
        Name = name;
        _turn = turn;
        _turnKey = turnKey.GetValueOrDefault();
        _callerToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static entry => ((TurnQueueEntry)entry!)._interruption.Cancel(), this);
    }

    /// <summary>What it queues for; <c>default</c> for a turn that need not wait for any other.</summary>
    public TurnQueueName Name { get; }

    /// <summary>Cancelled by the caller, or by a newer run.</summary>
    public CancellationToken Token => _interruption.Token;

    /// <summary>The flow of the turn that runs: calls inside it would wait for themselves.</summary>
    public StateScope? Scope { get; set; }

    /// <summary>The flow of the caller that waits; <see langword="null"/> outside of all turns.</summary>
    public StateScope? Caller => _entered?.Task.AsyncState as StateScope;

    /// <summary>Whether the entry stands in a queue and has not given up.</summary>
    public bool IsWaiting => _entered is { Task.IsCompleted: false };

    /// <summary>Those that wait until this one, which runs, has left. Guarded by the lock of <see cref="TurnQueue"/>.</summary>
    public IEnumerable<TurnQueueEntry> Waiting => _waiting ?? Enumerable.Empty<TurnQueueEntry>();

    private bool IsSuperseded => Volatile.Read(ref _stage) == Stage.Superseded;

    /// <summary>Joins a queue and waits until it is the entry's turn to run.</summary>
    /// <param name="name">The queue; none for a turn that need not wait for any other.</param>
    /// <param name="mode">What to do while another one runs.</param>
    /// <param name="turn">The turn; none for a change that is no turn.</param>
    /// <param name="turnKey">The caller's key of the turn.</param>
    /// <param name="patience">How long to wait, and by which clock.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="InvalidOperationException">The caller is inside the very turn that runs, or inside one that it waits for.</exception>
    /// <exception cref="SessionBusyException">A turn runs, and the entry is not to wait, or has waited for as long as it is to.</exception>
    /// <exception cref="TurnSupersededException">A newer run took the place of this one while it waited.</exception>
    public static async ValueTask<TurnQueueEntry> EnterAsync(TurnQueueName? name, ConcurrentTurns mode, CompactId turn, TurnKey? turnKey, QueuePatience patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entry = new TurnQueueEntry(name.GetValueOrDefault(), turn, turnKey, cancellationToken);
        try
        {
            if (name is not null && !TurnQueue.TryRun(entry, mode, out var interrupted))
            {
                // Outside the lock: an interrupted turn may come to its end on this very thread, and leave.
                interrupted?.Supersede();
                await entry.WaitAsync(patience).ConfigureAwait(false);
            }

            return entry;
        }
        catch (Exception exception)
        {
            entry.Dispose();
            if (entry.Translate(exception) is var translated && translated != exception)
            {
                throw translated;
            }

            throw;
        }
    }

    /// <summary>Joins a queue where no turn runs.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="turn">The turn.</param>
    /// <exception cref="InvalidOperationException">The caller is inside the very turn that runs.</exception>
    /// <exception cref="SessionBusyException">A turn runs.</exception>
    public static TurnQueueEntry Enter(TurnQueueName name, CompactId turn)
    {
        var entry = new TurnQueueEntry(name, turn, turnKey: null, CancellationToken.None);
        TurnQueue.TryRun(entry, ConcurrentTurns.Reject, out _);
        return entry;
    }

    /// <summary>Whether another entry has the same key.</summary>
    public bool HasKeyOf(TurnQueueEntry other) => _turnKey != default && _turnKey == other._turnKey;

    /// <summary>Makes another entry wait until this one, which runs, has left. Guarded by the lock of <see cref="TurnQueue"/>.</summary>
    public void LineUp(TurnQueueEntry next)
    {
        next._entered = new TaskCompletionSource(StateScope.Entered, TaskCreationOptions.RunContinuationsAsynchronously);
        (_waiting ??= []).Enqueue(next);
    }

    /// <summary>Lets the next of those that wait run, with the others behind it. Guarded by the lock of <see cref="TurnQueue"/>.</summary>
    public TurnQueueEntry? LetNextRun()
    {
        while (_waiting is not null && _waiting.TryDequeue(out var next))
        {
            // One that has given up meanwhile stands in the queue until its turn comes.
            if (next._entered!.TrySetResult())
            {
                next._waiting = _waiting;
                return next;
            }
        }

        return null;
    }

    /// <summary>Turns those that wait away, for the sake of a newer one. Guarded by the lock of <see cref="TurnQueue"/>.</summary>
    public void TurnAwayWaiting()
    {
        while (_waiting is not null && _waiting.TryDequeue(out var waiting))
        {
            waiting._entered!.TrySetException(waiting.Superseded());
        }
    }

    /// <summary>Makes sure that nobody takes the turn's place from here on.</summary>
    /// <exception cref="TurnSupersededException">Somebody has.</exception>
    public void BeginCommit()
    {
        if (!TryReach(Stage.PastInterruption) && IsSuperseded)
        {
            throw Superseded();
        }
    }

    /// <summary>The exception as the caller is to see it: that of its own token, or that of the run that took the turn's place.</summary>
    public Exception Translate(Exception exception) => exception switch
    {
        OperationCanceledException when IsSuperseded => Superseded(),
        OperationCanceledException cancelled when Token.IsCancellationRequested && cancelled.CancellationToken != _callerToken => new OperationCanceledException(cancelled.Message, cancelled, _callerToken),
        _ => exception,
    };

    public void Dispose()
    {
        TryReach(Stage.PastInterruption);
        _registration.Dispose();
        if (Name != default)
        {
            TurnQueue.Leave(this);
        }
    }

    private async ValueTask WaitAsync(QueuePatience patience)
    {
        using var timer = patience.Start(this, static (entry, timeout) => ((TurnQueueEntry)entry)._entered!.TrySetException(new SessionBusyException(((TurnQueueEntry)entry).Name.Session, timeout)));
        var registration = Token.UnsafeRegister(static (entered, token) => ((TaskCompletionSource)entered!).TrySetCanceled(token), _entered);
        await using (registration.ConfigureAwait(false))
        {
            await _entered!.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Interrupts the turn for the sake of a newer one, unless it is being committed. Runs what is registered with the token.</summary>
    private void Supersede()
    {
        if (TryReach(Stage.Superseded))
        {
            _interruption.Cancel();
        }
    }

    private TurnSupersededException Superseded() => new(Name.Session, _turn == default ? "" : _turn.ToString());

    private bool TryReach(int stage) => Volatile.Read(ref _stage) == Stage.Interruptible && Interlocked.CompareExchange(ref _stage, stage, Stage.Interruptible) == Stage.Interruptible;

    private static class Stage
    {
        public const int Interruptible = 0;
        public const int Superseded = 1;
        public const int PastInterruption = 2;
    }
}
