using Sessions.Storage;

namespace Sessions;

/// <summary>The steps of turns with a key that have not completed, in memory. What guards the store guards them.</summary>
internal sealed class UnfinishedSteps(TimeProvider timeProvider)
{
    private readonly Dictionary<(SessionKey Session, string TurnKey), Steps> _steps = [];

    // No step is older. Looking for old ones can wait until then.
    private DateTimeOffset _oldest = DateTimeOffset.MaxValue;

    public void Append(SessionKey key, string turnKey, ReadOnlyMemory<byte> json)
    {
        RemoveOld();
        var now = timeProvider.GetUtcNow();
        if (!_steps.TryGetValue((key, turnKey), out var steps))
        {
            _steps[(key, turnKey)] = steps = new Steps();
        }

        steps.Json.Add(json.ToArray());
        steps.Latest = now;
        _oldest = now < _oldest ? now : _oldest;
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Read(SessionKey key, string turnKey) => _steps.TryGetValue((key, turnKey), out var steps) ? [.. steps.Json] : [];

    /// <summary>Removes the steps of turns that a commit has kept the replies of, and old ones.</summary>
    public void RemoveOf(SessionCommit commit)
    {
        foreach (var turn in commit.Turns.Where(turn => turn.Reply is not null))
        {
            _steps.Remove((commit.Head.Key, turn.Turn.TurnKey!));
        }

        RemoveOld();
    }

    public void Remove(Func<SessionKey, bool> isGone) => RemoveWhere((session, _) => isGone(session));

    private void RemoveOld()
    {
        var limit = timeProvider.GetUtcNow() - SessionStore.StepRetention;
        if (_oldest < limit)
        {
            RemoveWhere((_, steps) => steps.Latest < limit);
            _oldest = _steps.Count == 0 ? DateTimeOffset.MaxValue : _steps.Values.Min(steps => steps.Latest);
        }
    }

    private void RemoveWhere(Func<SessionKey, Steps, bool> isGone)
    {
        foreach (var key in _steps.Where(steps => isGone(steps.Key.Session, steps.Value)).Select(steps => steps.Key).ToList())
        {
            _steps.Remove(key);
        }
    }

    private sealed class Steps
    {
        public List<ReadOnlyMemory<byte>> Json { get; } = [];

        public DateTimeOffset Latest { get; set; }
    }
}
