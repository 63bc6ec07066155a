using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Sessions.Agents;

namespace Sessions;

/// <summary>Lets one turn of a session run at a time, in the order in which they came.</summary>
/// <param name="name">What the turns queue for.</param>
internal sealed class TurnQueue(TurnQueueName name)
{
    private readonly object _lock = new();
    private TurnQueueEntry? _running;
    private Queue<Waiter>? _waiting;
    private int _users;
    private bool _isRetired;

    /// <summary>Counts one more user, unless the last one has gone already.</summary>
    public bool TryRent()
    {
        lock (_lock)
        {
            _users += _isRetired ? 0 : 1;
            return !_isRetired;
        }
    }

    /// <summary>Lets an entry run, now or when those before it have left.</summary>
    /// <exception cref="InvalidOperationException">The caller is inside the very turn that runs.</exception>
    /// <exception cref="SessionBusyException">A turn runs, and the entry is not to wait.</exception>
    /// <exception cref="TurnSupersededException">A newer run took the place of this one while it waited.</exception>
    public ValueTask EnterAsync(TurnQueueEntry entry, ConcurrentTurns mode)
    {
        entry.Token.ThrowIfCancellationRequested();
        if (TryRun(entry, mode, out var waiter, out var interrupted))
        {
            return default;
        }

        // Outside the lock: an interrupted turn may come to its end on this very thread, and leave.
        interrupted?.Supersede();
        return WaitAsync(entry, waiter);
    }

    /// <summary>Lets an entry run now, or not at all.</summary>
    /// <exception cref="InvalidOperationException">The caller is inside the very turn that runs.</exception>
    /// <exception cref="SessionBusyException">A turn runs.</exception>
    public void Enter(TurnQueueEntry entry)
    {
        var isRunning = TryRun(entry, ConcurrentTurns.Reject, out _, out _);
        Debug.Assert(isRunning, "An entry without a key that is not to wait runs or is refused.");
    }

    /// <summary>Ends the use of the queue by an entry, and lets the next one run if this one ran.</summary>
    public void Leave(TurnQueueEntry entry)
    {
        lock (_lock)
        {
            _running = _running == entry ? null : _running;
            while (_running is null && _waiting is not null && _waiting.TryDequeue(out var next))
            {
                // One that has given up meanwhile stands in the queue until its turn comes.
                _running = next.TryRun() ? next.Entry : null;
            }

            if (--_users > 0)
            {
                return;
            }

            _isRetired = true;
        }

        TurnQueues.Remove(name, this);
    }

    private static async ValueTask WaitAsync(TurnQueueEntry entry, Waiter waiter)
    {
        var registration = entry.Token.UnsafeRegister(static (state, token) => ((Waiter)state!).GiveUp(token), waiter);
        await using (registration.ConfigureAwait(false))
        {
            await waiter.Task.ConfigureAwait(false);
        }
    }

    private bool TryRun(TurnQueueEntry entry, ConcurrentTurns mode, [NotNullWhen(false)] out Waiter? waiter, out TurnQueueEntry? interrupted)
    {
        waiter = null;
        interrupted = null;
        lock (_lock)
        {
            if (_running is null)
            {
                _running = entry;
                return true;
            }

            if (_running.Scope?.IsCurrent == true)
            {
                throw new InvalidOperationException(
                    $"{name} is in use by a turn, and this call was made inside it, by one of its tools or providers: it would wait for itself. Use another, or none.");
            }

            var waits = mode == ConcurrentTurns.Queue || entry.HasKeyOf(_running) || IsAwaited(entry);
            if (!waits && mode == ConcurrentTurns.Reject)
            {
                throw new SessionBusyException(name.Session);
            }

            if (!waits)
            {
                interrupted = _running;
                TurnAwayWaiting();
            }

            waiter = new Waiter(entry);
            (_waiting ??= []).Enqueue(waiter);
            return false;
        }
    }

    private void TurnAwayWaiting()
    {
        while (_waiting is not null && _waiting.TryDequeue(out var waiter))
        {
            waiter.Supersede(name.Session);
        }
    }

    /// <summary>Whether somebody waits with the key of an entry.</summary>
    private bool IsAwaited(TurnQueueEntry entry) => _waiting?.Any(other => entry.HasKeyOf(other.Entry)) ?? false;

    private sealed class Waiter(TurnQueueEntry entry)
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TurnQueueEntry Entry => entry;

        public Task Task => _entered.Task;

        /// <summary>Lets the waiter run, unless it has given up.</summary>
        public bool TryRun() => _entered.TrySetResult();

        public void GiveUp(CancellationToken token) => _entered.TrySetCanceled(token);

        public void Supersede(SessionKey session) => _entered.TrySetException(new TurnSupersededException(session, entry.TurnId ?? ""));
    }
}
