using Sessions.Storage;

namespace Sessions;

/// <summary>The steps of turns with a key that have not completed, in memory. What guards the store guards them.</summary>
internal sealed class UnfinishedSteps
{
    private readonly Dictionary<(SessionKey Session, string TurnKey), SortedList<int, StoredStep>> _steps = [];

    // None expires earlier. Looking for what has expired can wait until then.
    private DateTimeOffset _firstExpiry = DateTimeOffset.MaxValue;

    public StepOutcome Append(SessionKey key, string turnKey, StoredStep step, DateTimeOffset now)
    {
        _ = RemoveExpired(now, int.MaxValue);
        if (!_steps.TryGetValue((key, turnKey), out var steps))
        {
            _steps[(key, turnKey)] = steps = [];
        }

        if (steps.TryGetValue(step.Ordinal, out var taken))
        {
            return taken.Json.Span.SequenceEqual(step.Json.Span) ? StepOutcome.Appended : StepOutcome.OrdinalTaken;
        }

        steps.Add(step.Ordinal, step with { Json = step.Json.ToArray() });
        _firstExpiry = step.ExpiresAt < _firstExpiry ? step.ExpiresAt : _firstExpiry;
        return StepOutcome.Appended;
    }

    public IReadOnlyList<StoredStep> Read(SessionKey key, string turnKey, DateTimeOffset now) =>
        _steps.TryGetValue((key, turnKey), out var steps) && ExpiryOf(steps) > now ? [.. steps.Values] : [];

    public void Remove(SessionKey key, string turnKey) => _steps.Remove((key, turnKey));

    public void RemoveWhere(Func<SessionKey, StoredStep, bool> isGone)
    {
        foreach (var ((session, _), steps) in _steps)
        {
            foreach (var step in steps.Values.Where(step => isGone(session, step)).ToList())
            {
                _ = steps.Remove(step.Ordinal);
            }
        }

        _ = Remove(_steps.Where(steps => steps.Value.Count == 0), int.MaxValue);
    }

    /// <summary>Removes the steps of turns all of which have expired.</summary>
    public int RemoveExpired(DateTimeOffset now, int maxCount)
    {
        if (_firstExpiry > now)
        {
            return 0;
        }

        var removed = Remove(_steps.Where(steps => ExpiryOf(steps.Value) <= now), maxCount);
        _firstExpiry = _steps.Count == 0 ? DateTimeOffset.MaxValue : _steps.Values.Min(ExpiryOf);
        return removed;
    }

    private static DateTimeOffset ExpiryOf(SortedList<int, StoredStep> steps) => steps.Values.Max(step => step.ExpiresAt);

    private int Remove(IEnumerable<KeyValuePair<(SessionKey, string), SortedList<int, StoredStep>>> gone, int maxCount)
    {
        var keys = gone.Select(steps => steps.Key).Take(maxCount).ToList();
        foreach (var key in keys)
        {
            _steps.Remove(key);
        }

        return keys.Count;
    }
}
