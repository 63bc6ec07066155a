using System.Diagnostics.CodeAnalysis;

namespace Sessions.Agents;

/// <summary>Lets one turn of a session run at a time, in the order in which they came.</summary>
/// <remarks>It is its own lock: nobody outside has it, and there may be many sessions.</remarks>
/// <param name="key">The session.</param>
/// <param name="gates">Where the gate is kept while somebody uses it; none for the gate of a single session object.</param>
internal sealed class SessionGate(SessionKey key, SessionGates? gates = null)
{
    private GatePass? _inside;
    private Queue<Waiter>? _waiting;

    public SessionKey Key => key;

    /// <summary>How many are inside, wait, or are about to. Guarded by the lock of <see cref="SessionGates"/>.</summary>
    public int Users { get; set; }

    /// <summary>Lets the pass in, now or when those before it have left.</summary>
    /// <exception cref="InvalidOperationException">The caller is inside a turn that went through this very gate.</exception>
    /// <exception cref="SessionBusyException">Somebody is inside, and the pass is not to wait.</exception>
    /// <exception cref="TurnSupersededException">A newer run took the place of this one while it waited.</exception>
    public ValueTask EnterAsync(GatePass pass, ConcurrentTurns mode)
    {
        if (TurnScope.IsInside(this))
        {
            throw new InvalidOperationException(
                $"{gates?.Subject ?? SessionGates.Session} '{key}' is in use by a turn, and this call was made inside it, by one of its tools or providers: it would wait for itself. Use another, or none.");
        }

        pass.Token.ThrowIfCancellationRequested();
        if (TryEnter(pass, mode, out var waiter, out var interrupted))
        {
            return default;
        }

        // Outside the lock: an interrupted turn may come to its end on this very thread, and leave.
        interrupted?.Supersede();
        return WaitAsync(pass, waiter);
    }

    private static async ValueTask WaitAsync(GatePass pass, Waiter waiter)
    {
        var registration = pass.Token.UnsafeRegister(static (state, token) => ((Waiter)state!).GiveUp(token), waiter);
        await using (registration.ConfigureAwait(false))
        {
            await waiter.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Ends the use of the gate by a pass, and lets the next one in if it was inside.</summary>
    public void Leave(GatePass pass)
    {
        lock (this)
        {
            _inside = _inside == pass ? null : _inside;
            while (_inside is null && _waiting is not null && _waiting.TryDequeue(out var next))
            {
                // One that has given up meanwhile stands in the queue until its turn comes.
                _inside = next.TryEnter() ? next.Pass : null;
            }
        }

        gates?.Return(this);
    }

    private bool TryEnter(GatePass pass, ConcurrentTurns mode, [NotNullWhen(false)] out Waiter? waiter, out GatePass? interrupted)
    {
        waiter = null;
        interrupted = null;
        lock (this)
        {
            if (_inside is null)
            {
                _inside = pass;
                return true;
            }

            var waits = mode == ConcurrentTurns.Queue || HasKeyOf(pass, _inside) || IsAwaited(pass);
            if (!waits && mode == ConcurrentTurns.Reject)
            {
                throw new SessionBusyException(key);
            }

            if (!waits)
            {
                interrupted = _inside;
                TurnAwayWaiting();
            }

            waiter = new Waiter(pass);
            (_waiting ??= []).Enqueue(waiter);
            return false;
        }
    }

    private void TurnAwayWaiting()
    {
        while (_waiting is not null && _waiting.TryDequeue(out var waiter))
        {
            waiter.Supersede(key);
        }
    }

    /// <summary>Whether somebody waits with the key of a pass.</summary>
    private bool IsAwaited(GatePass pass) => _waiting?.Any(other => HasKeyOf(pass, other.Pass)) ?? false;

    private static bool HasKeyOf(GatePass pass, GatePass other) =>
        pass.TurnKey is not null && string.Equals(pass.TurnKey, other.TurnKey, StringComparison.Ordinal);

    private sealed class Waiter(GatePass pass)
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public GatePass Pass => pass;

        public Task Task => _entered.Task;

        /// <summary>Lets the waiter in, unless it has given up.</summary>
        public bool TryEnter() => _entered.TrySetResult();

        public void GiveUp(CancellationToken token) => _entered.TrySetCanceled(token);

        public void Supersede(SessionKey session) => _entered.TrySetException(new TurnSupersededException(session, pass.Turn?.TurnId ?? ""));
    }
}
