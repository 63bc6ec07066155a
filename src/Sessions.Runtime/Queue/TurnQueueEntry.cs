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
    private readonly CancellationTokenRegistration _registration;
    private readonly TurnQueueName? _name;
    private readonly CompactId? _turn;
    private readonly TurnKey? _turnKey;
    private TurnQueue? _queue;
    private int _stage = Stage.Interruptible;

    private TurnQueueEntry(TurnQueueName? name, CompactId? turn, TurnKey? turnKey, CancellationToken cancellationToken)
    {
        _name = name;
        _turn = turn;
        _turnKey = turnKey;
        _registration = cancellationToken.UnsafeRegister(static entry => ((TurnQueueEntry)entry!)._interruption.Cancel(), this);
    }

    /// <summary>Cancelled by the caller, or by a newer run.</summary>
    public CancellationToken Token => _interruption.Token;

    /// <summary>The id of the turn; <see langword="null"/> for a change that is no turn.</summary>
    public string? TurnId => _turn?.ToString();

    /// <summary>The flow of the turn that runs: calls inside it would wait for themselves.</summary>
    public StateScope? Scope { get; set; }

    private bool IsSuperseded => Volatile.Read(ref _stage) == Stage.Superseded;

    /// <summary>Joins a queue and waits until it is the entry's turn to run.</summary>
    /// <param name="name">The queue; none for a turn that need not wait for any other.</param>
    /// <param name="mode">What to do while another one runs.</param>
    /// <param name="turn">The turn; none for a change that is no turn.</param>
    /// <param name="turnKey">The caller's key of the turn: runs with one key wait for one another, whatever else they are told.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <inheritdoc cref="TurnQueue.EnterAsync" path="/exception"/>
    public static async ValueTask<TurnQueueEntry> EnterAsync(TurnQueueName? name, ConcurrentTurns mode, CompactId? turn, TurnKey? turnKey, CancellationToken cancellationToken)
    {
        var entry = new TurnQueueEntry(name, turn, turnKey, cancellationToken);
        try
        {
            if (name is { } known)
            {
                entry._queue = TurnQueues.Rent(known);
                await entry._queue.EnterAsync(entry, mode).ConfigureAwait(false);
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
        var entry = new TurnQueueEntry(name, turn, turnKey: null, CancellationToken.None) { _queue = TurnQueues.Rent(name) };
        try
        {
            entry._queue.Enter(entry);
            return entry;
        }
        catch
        {
            entry.Dispose();
            throw;
        }
    }

    /// <summary>Whether another entry has the same key.</summary>
    public bool HasKeyOf(TurnQueueEntry other) => _turnKey is not null && _turnKey == other._turnKey;

    /// <summary>Interrupts the turn for the sake of a newer one, unless it is being committed. Runs what is registered with the token.</summary>
    public void Supersede()
    {
        if (TryReach(Stage.Superseded))
        {
            _interruption.Cancel();
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
        OperationCanceledException cancelled when cancelled.CancellationToken == Token => new OperationCanceledException(cancelled.Message, cancelled, _registration.Token),
        _ => exception,
    };

    public void Dispose()
    {
        TryReach(Stage.PastInterruption);
        _registration.Dispose();
        Interlocked.Exchange(ref _queue, null)?.Leave(this);
    }

    private TurnSupersededException Superseded() => new(_name.GetValueOrDefault().Session, TurnId ?? "");

    private bool TryReach(int stage) => Volatile.Read(ref _stage) == Stage.Interruptible && Interlocked.CompareExchange(ref _stage, stage, Stage.Interruptible) == Stage.Interruptible;

    private static class Stage
    {
        public const int Interruptible = 0;
        public const int Superseded = 1;
        public const int PastInterruption = 2;
    }
}
