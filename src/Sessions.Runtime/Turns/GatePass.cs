namespace Sessions.Agents;

/// <summary>What a turn, or another change of a session, goes through the session's gate with.</summary>
internal sealed class GatePass : IDisposable
{
    // It has neither a timer nor a wait handle, so there is nothing of it to dispose, and it can be cancelled at any time. It is
    // the lock as well: nobody else has it.
    private readonly CancellationTokenSource _source = new();

    private readonly CancellationTokenRegistration _registration;
    private bool _isPastInterruption;

    /// <summary>Makes a pass.</summary>
    /// <param name="turnId">The id of the turn; none for a change that is no turn.</param>
    /// <param name="turnKey">The caller's key of the turn: runs with one key wait for one another, whatever else they are told.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public GatePass(string? turnId = null, string? turnKey = null, CancellationToken cancellationToken = default)
    {
        TurnId = turnId;
        TurnKey = turnKey;
        _registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public string? TurnId { get; }

    public string? TurnKey { get; }

    /// <summary>The caller's.</summary>
    public CancellationToken CallersToken => _registration.Token;

    /// <summary>Cancelled by the caller, or because a newer run took the turn's place.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether a newer run took the turn's place.</summary>
    public bool IsSuperseded { get; private set; }

    /// <summary>Interrupts the turn for the sake of a newer one, unless it is being committed. Runs what is registered with the token.</summary>
    public void Supersede()
    {
        lock (_source)
        {
            if (_isPastInterruption)
            {
                return;
            }

            IsSuperseded = true;
        }

        _source.Cancel();
    }

    /// <summary>Makes sure that nobody takes the turn's place from here on.</summary>
    /// <returns>Whether nobody has.</returns>
    public bool TryBeginCommit()
    {
        lock (_source)
        {
            _isPastInterruption = true;
            return !IsSuperseded;
        }
    }

    public void Dispose()
    {
        lock (_source)
        {
            _isPastInterruption = true;
        }

        _registration.Dispose();
    }
}
