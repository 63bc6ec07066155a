using System.Diagnostics.CodeAnalysis;

namespace Sessions.Agents;

/// <summary>
/// What a turn, or another change of a session, goes through the session's gate with, and leaves with. Its token is cancelled by the
/// caller, or because a newer run took the turn's place.
/// </summary>
internal sealed class GatePass : CancellationTokenSource
{
    private readonly CancellationTokenRegistration _registration;
    private int _stage = Stage.Interruptible;

    /// <summary>Makes a pass.</summary>
    /// <param name="turn">The turn; none for a change that is no turn.</param>
    /// <param name="turnKey">The caller's key of the turn: runs with one key wait for one another, whatever else they are told.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public GatePass(TurnContext? turn = null, string? turnKey = null, CancellationToken cancellationToken = default)
    {
        Turn = turn;
        TurnKey = turnKey;
        _registration = cancellationToken.UnsafeRegister(static pass => ((GatePass)pass!).Cancel(), this);
    }

    public TurnContext? Turn { get; }

    public string? TurnKey { get; }

    /// <summary>The caller's.</summary>
    public CancellationToken CallersToken => _registration.Token;

    /// <summary>The gate that the pass went through, or waits at.</summary>
    public SessionGate? Gate { get; private set; }

    /// <summary>Whether a newer run took the turn's place.</summary>
    public bool IsSuperseded => Volatile.Read(ref _stage) == Stage.Superseded;

    /// <summary>Goes through a gate, now or when those before it have left. Disposing the pass lets the next one in.</summary>
    /// <inheritdoc cref="SessionGate.EnterAsync" path="/exception"/>
    public ValueTask EnterAsync(SessionGate gate, ConcurrentTurns mode)
    {
        Gate = gate;
        return gate.EnterAsync(this, mode);
    }

    /// <summary>Interrupts the turn for the sake of a newer one, unless it is being committed. Runs what is registered with the token.</summary>
    public void Supersede()
    {
        if (TryReach(Stage.Superseded))
        {
            Cancel();
        }
    }

    /// <summary>Makes sure that nobody takes the turn's place from here on.</summary>
    /// <returns>Whether nobody has.</returns>
    public bool TryBeginCommit() => TryReach(Stage.PastInterruption) || !IsSuperseded;

    [SuppressMessage("Usage", "CA2215:Dispose methods should call base class dispose", Justification = "The base class has neither a timer nor a wait handle here, and whoever is about to cancel it may do so at any time.")]
    protected override void Dispose(bool disposing)
    {
        TryReach(Stage.PastInterruption);
        _registration.Dispose();
        Gate?.Leave(this);
        Gate = null;
    }

    private bool TryReach(int stage) => Volatile.Read(ref _stage) == Stage.Interruptible && Interlocked.CompareExchange(ref _stage, stage, Stage.Interruptible) == Stage.Interruptible;

    private static class Stage
    {
        public const int Interruptible = 0;
        public const int Superseded = 1;
        public const int PastInterruption = 2;
    }
}
