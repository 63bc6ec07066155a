using System.Threading.Tasks.Sources;

namespace Sessions;

/// <summary>Statements that wait to be written.</summary>
internal abstract class SqliteWrite(LockWait wait)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Cancelled = 2;

    private CancellationTokenRegistration _registration;
    private int _state;

    /// <summary>How long they wait for locks.</summary>
    public LockWait Wait => wait;

    /// <summary>Whether the lock has been tried for since they wait.</summary>
    public bool HasBeenRefused { get; set; }

    public bool IsCancelled => Volatile.Read(ref _state) == Cancelled;

    /// <summary>Takes them out of the queue when a token is cancelled, if they have not begun by then.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(static (write, token) => ((SqliteWrite)write!).Cancel(token), this);
        }
    }

    /// <summary>Begins to write them, unless they are cancelled: from here on their outcome is waited for.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Runs them in a transaction.</summary>
    public abstract void Run(SqliteLink link);

    /// <summary>Says that they are committed.</summary>
    public void Complete()
    {
        _registration.Dispose();
        Succeed();
    }

    /// <summary>Says what they failed with.</summary>
    public void Fail(Exception exception)
    {
        if (Interlocked.Exchange(ref _state, Taken) != Cancelled)
        {
            _registration.Dispose();
            SetException(exception);
        }
    }

    protected abstract void Succeed();

    protected abstract void SetException(Exception exception);

    private void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
        {
            SetException(new OperationCanceledException(cancellationToken));
        }
    }
}

/// <summary>Statements that wait to be written, and what they give.</summary>
internal sealed class SqliteWrite<T>(Func<SqliteLink, T> statements, LockWait wait) : SqliteWrite(wait), IValueTaskSource<T>
{
    // Whoever waits goes on elsewhere: the writer has others to serve.
    private ManualResetValueTaskSourceCore<T> _outcome = new() { RunContinuationsAsynchronously = true };
    private T _result = default!;

    public ValueTask<T> Task => new(this, _outcome.Version);

    public override void Run(SqliteLink link) => _result = statements(link);

    public T GetResult(short token) => _outcome.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _outcome.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _outcome.OnCompleted(continuation, state, token, flags);

    protected override void Succeed() => _outcome.SetResult(_result);

    protected override void SetException(Exception exception) => _outcome.SetException(exception);
}
