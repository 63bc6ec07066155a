using System.Collections;
using Sessions.Storage;

namespace Sessions;

/// <summary>The state values that a commit writes, and where each of them came from.</summary>
/// <param name="capturedAt">The last assignment of the session's state that the changes include.</param>
internal sealed class StateChanges(long capturedAt) : IEnumerable<(StateValue Value, bool FromTurn)>
{
    /// <summary>Nothing to write; not to be added to.</summary>
    public static StateChanges None { get; } = new(capturedAt: 0);

    private readonly SortedDictionary<string, (StateValue Value, bool FromTurn)> _changes = new(StringComparer.Ordinal);

    public long CapturedAt { get; } = capturedAt;

    /// <summary>The committed values that the changes go on from, where a turn takes the place of others; else they are the stored ones.</summary>
    public Dictionary<string, StateValue>? Earlier { get; init; }

    public bool IsEmpty => _changes.Count == 0;

    /// <summary>The turn's values that are never stored, to outlive it in the session object.</summary>
    public Dictionary<string, StateSlot> TransientSlots { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<StateValue> Values => IsEmpty ? [] : [.. _changes.Values.Select(change => change.Value)];

    public void Add(StateValue value, bool fromTurn) => _changes[value.Key] = (value, fromTurn);

    public void KeepTransient(StateLayer slots)
    {
        foreach (var (key, slot) in slots)
        {
            if (slot.IsTransient)
            {
                TransientSlots.Add(key, slot);
            }
        }
    }

    public StateValue? Find(string key) => _changes.TryGetValue(key, out var change) ? change.Value : null;

    public IEnumerator<(StateValue Value, bool FromTurn)> GetEnumerator() => _changes.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
