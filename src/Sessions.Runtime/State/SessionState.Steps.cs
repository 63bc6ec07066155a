using System.Security.Cryptography;
using Sessions.Storage;

namespace Sessions;

// How the state that a tool sets is kept with the tool's result, and comes back with it when the turn is run again.
public sealed partial class SessionState
{
    /// <summary>The values of a turn's slots as they are before a tool runs.</summary>
    internal Dictionary<string, StateValue?> Capture(StateScope turn)
    {
        lock (Lock)
        {
            var values = new Dictionary<string, StateValue?>(StringComparer.Ordinal);
            foreach (var (key, slot) in turn.Slots)
            {
                values.Add(key, Now(turn, key, slot));
            }

            return values;
        }
    }

    /// <summary>What has changed since the values were captured.</summary>
    internal List<StateStep> ChangesSince(Dictionary<string, StateValue?> captured, StateScope turn)
    {
        lock (Lock)
        {
            var changes = new List<StateStep>();
            foreach (var (key, slot) in turn.Slots)
            {
                var before = captured.TryGetValue(key, out var value) ? value : Below(turn, key);
                if (!slot.IsTransient && Now(turn, key, slot) is { } now && !StateSlot.AreEqual(now.Json, before?.Json))
                {
                    changes.Add(new StateStep(key, now.Version, HashOf(before), now.Json));
                }
            }

            return changes;
        }
    }

    /// <summary>Makes a tool's change again.</summary>
    /// <returns>Whether it is made; it is not where the slot holds something else than what the tool changed.</returns>
    internal bool TryRepeat(StateStep change, StateScope turn)
    {
        lock (Lock)
        {
            var slot = turn.Slots.Find(change.Key);
            var now = slot is null ? Below(turn, change.Key) : Now(turn, change.Key, slot);
            if (StateSlot.AreEqual(now?.Json, change.Json))
            {
                return true;
            }

            if (slot?.IsTransient == true || !(HashOf(now) ?? []).AsSpan().SequenceEqual(change.Before ?? []))
            {
                return false;
            }

            turn.Slots.Put(change.Key, new RawStateSlot(new StateValue(change.Key, change.Version, change.Json), ++_assignments) { MadeAt = _assignments });
            return true;
        }
    }

    /// <summary>The value of a turn's slot; the bytes below it where that is what they say.</summary>
    private StateValue? Now(StateScope turn, string key, StateSlot slot)
    {
        var below = Below(turn, key);
        return slot.GetChange(below) ?? below;
    }

    /// <summary>The value that a turn's slot was made of.</summary>
    private StateValue? Below(StateScope turn, string key) =>
        _outside.Find(key) is { } outside ? outside.Current() : (turn.Earlier ?? Stored).GetValueOrDefault(key);

    private static byte[]? HashOf(StateValue? value) => value?.Json is { } json ? SHA256.HashData(json.Span) : null;
}
