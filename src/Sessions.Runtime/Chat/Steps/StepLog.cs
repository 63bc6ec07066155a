using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>Where the steps of turns that are under way are kept, so that the turns can be run again without doing the steps again.</summary>
internal abstract class StepLog
{
    /// <summary>Reads the steps of a turn, by their ordinals.</summary>
    public abstract ValueTask<IReadOnlyList<StoredStep>> ReadAsync(string turnKey, CancellationToken cancellationToken);

    /// <summary>Appends a step. It is not cancelled: what is done is recorded, whatever else happens.</summary>
    public abstract ValueTask<StepOutcome> AppendAsync(string turnKey, StoredStep step);

    /// <summary>Takes note that a turn is committed.</summary>
    public virtual void Forget(string turnKey)
    {
    }
}

/// <summary>The steps of turns of a session that a store keeps; committing a turn removes them there.</summary>
internal sealed class StoredStepLog(SessionStore store, SessionKey session) : StepLog
{
    public override async ValueTask<IReadOnlyList<StoredStep>> ReadAsync(string turnKey, CancellationToken cancellationToken) =>
        (await store.OpenAsync(session, new SessionOpening { TurnKey = turnKey }, cancellationToken).ConfigureAwait(false)).Steps;

    public override ValueTask<StepOutcome> AppendAsync(string turnKey, StoredStep step) => store.AppendStepAsync(session, turnKey, step, CancellationToken.None);
}

/// <summary>The steps of turns that no store keeps: of the latest, as long as the process lives. Safe for concurrent use.</summary>
/// <param name="capacity">Of how many turns they are kept.</param>
internal sealed class MemoryStepLog(int capacity = 1_000) : StepLog
{
    private readonly Dictionary<string, List<StoredStep>> _steps = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();

    public override ValueTask<IReadOnlyList<StoredStep>> ReadAsync(string turnKey, CancellationToken cancellationToken)
    {
        lock (_steps)
        {
            return new(_steps.TryGetValue(turnKey, out var steps) ? [.. steps] : []);
        }
    }

    public override ValueTask<StepOutcome> AppendAsync(string turnKey, StoredStep step)
    {
        lock (_steps)
        {
            if (!_steps.TryGetValue(turnKey, out var steps))
            {
                _steps.Add(turnKey, steps = []);
                _order.AddLast(turnKey);
                if (_order.Count > capacity)
                {
                    _steps.Remove(_order.First!.Value);
                    _order.RemoveFirst();
                }
            }

            steps.Add(step);
            return new(StepOutcome.Appended);
        }
    }

    public override void Forget(string turnKey)
    {
        lock (_steps)
        {
            if (_steps.Remove(turnKey))
            {
                // Most often the newest.
                _order.Remove(_order.FindLast(turnKey)!);
            }
        }
    }
}
