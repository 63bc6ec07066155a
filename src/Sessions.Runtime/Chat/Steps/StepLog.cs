namespace Sessions.Agents;

/// <summary>Where the steps of turns that are under way are kept, so that the turns can be run again without doing the steps again.</summary>
internal abstract class StepLog
{
    /// <summary>Reads the steps of a turn, in the order in which they were appended.</summary>
    public abstract ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string turnKey, CancellationToken cancellationToken);

    /// <summary>Appends a step. It is not cancelled: what is done is recorded, whatever else happens.</summary>
    public abstract ValueTask AppendAsync(string turnKey, ReadOnlyMemory<byte> step);

    /// <summary>Takes note that a turn is committed.</summary>
    public virtual void Forget(string turnKey)
    {
    }
}

/// <summary>The steps of turns of a session that a store keeps; committing a turn removes them there.</summary>
internal sealed class StoredStepLog(SessionStore store, SessionKey session) : StepLog
{
    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string turnKey, CancellationToken cancellationToken) => store.ReadStepsAsync(session, turnKey, cancellationToken);

    public override ValueTask AppendAsync(string turnKey, ReadOnlyMemory<byte> step) => store.AppendStepAsync(session, turnKey, step, CancellationToken.None);
}

/// <summary>The steps of turns that no store keeps: of the latest, as long as the process lives. Safe for concurrent use.</summary>
/// <param name="capacity">Of how many turns they are kept.</param>
internal sealed class MemoryStepLog(int capacity = 1_000) : StepLog
{
    private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _steps = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(string turnKey, CancellationToken cancellationToken)
    {
        lock (_steps)
        {
            return new(_steps.TryGetValue(turnKey, out var steps) ? [.. steps] : []);
        }
    }

    public override ValueTask AppendAsync(string turnKey, ReadOnlyMemory<byte> step)
    {
        lock (_steps)
        {
            if (!_steps.TryGetValue(turnKey, out var steps))
            {
                _steps.Add(turnKey, steps = []);
                _order.Enqueue(turnKey);
                while (_order.Count > capacity)
                {
                    _steps.Remove(_order.Dequeue());
                }
            }

            steps.Add(step);
            return default;
        }
    }

    public override void Forget(string turnKey)
    {
        lock (_steps)
        {
            _steps.Remove(turnKey);
        }
    }
}
