namespace Sessions.Agents;

/// <summary>The gates of the sessions of one store, while they are in use.</summary>
/// <param name="subject">What a key of these gates names, as errors call it.</param>
internal sealed class SessionGates(string subject = SessionGates.Session)
{
    public const string Session = "Session";

    private readonly Dictionary<SessionKey, SessionGate> _gates = [];

    /// <summary>What a key of these gates names.</summary>
    public string Subject => subject;

    /// <summary>Takes the gate of a session into use.</summary>
    public SessionGate Rent(SessionKey key)
    {
        lock (_gates)
        {
            if (!_gates.TryGetValue(key, out var gate))
            {
                _gates[key] = gate = new SessionGate(key, this);
            }

            gate.Users++;
            return gate;
        }
    }

    /// <summary>Ends one use of a gate.</summary>
    public void Return(SessionGate gate)
    {
        lock (_gates)
        {
            if (--gate.Users == 0)
            {
                _gates.Remove(gate.Key);
            }
        }
    }
}
