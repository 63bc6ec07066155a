using Sessions.Storage;

namespace Sessions;

// How state is loaded, captured for a commit, and taken over from one.
public sealed partial class SessionState
{
    /// <summary>Replaces everything by what a store or a document holds.</summary>
    internal void Load(IEnumerable<StateValue> values)
    {
        lock (Lock)
        {
            _stored = values.ToDictionary(value => value.Key, StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// Takes over what others have stored meanwhile. What was set here and is not stored yet stays, updates are made again from the
    /// others' values, and what was only read is read anew.
    /// </summary>
    internal void Rebase(IEnumerable<StateValue> values)
    {
        lock (Lock)
        {
            ForgetSettled(long.MaxValue);
            var stored = values.ToDictionary(value => value.Key, StringComparer.Ordinal);
            List<(string Key, StateSlot Slot)> rebased = [];
            foreach (var (key, slot) in _outside)
            {
                var theirs = stored.GetValueOrDefault(key);
                if (!StateSlot.AreEqual(theirs?.Json, Stored.GetValueOrDefault(key)?.Json) && slot.UpdatesOn(new RawStateSlot(theirs ?? new StateValue(key, 1, null), assignedAt: 0), since: 0) is { } again)
                {
                    rebased.Add((key, again));
                }
            }

            rebased.ForEach(slot => _outside.Put(slot.Key, slot.Slot));
            _stored = stored;
        }
    }

    /// <summary>Takes over the state of an earlier turn. What was set or updated here and is not stored yet stays as it is.</summary>
    internal void GoBack(IEnumerable<StateValue> values)
    {
        lock (Lock)
        {
            ForgetSettled(long.MaxValue);
            foreach (var (_, slot) in _outside)
            {
                slot.ForgetUpdates(long.MaxValue);
            }

            Load(values);
        }
    }

    /// <summary>
    /// Lets a turn begin with the state of an earlier one. What is set outside and not stored yet is part of every turn, and
    /// stays.
    /// </summary>
    internal void Begin(StateScope turn, IReadOnlyList<StateValue> earlier)
    {
        lock (Lock)
        {
            turn.Earlier = earlier.ToDictionary(value => value.Key, StringComparer.Ordinal);
            foreach (var key in Stored.Keys.Union(turn.Earlier.Keys, StringComparer.Ordinal))
            {
                var slot = new RawStateSlot(turn.Earlier.GetValueOrDefault(key) ?? new StateValue(key, 1, null), _assignments + 1) { MadeAt = _assignments + 1 };
                if (IsPending(key, slot) && (_outside.Find(key) is not { } outside || !IsPending(key, outside)))
                {
                    turn.Slots.Put(key, slot);
                    _assignments++;
                }
            }
        }
    }

    /// <summary>Sets values that are not yet in the store, as they are, to be committed next.</summary>
    internal void SetPending(IEnumerable<StateValue> values)
    {
        lock (Lock)
        {
            foreach (var value in values)
            {
                _outside.Put(value.Key, new RawStateSlot(value, ++_assignments));
            }
        }
    }

    /// <summary>The values that were committed.</summary>
    internal IReadOnlyList<StateValue> Committed()
    {
        lock (Lock)
        {
            return Stored.Count == 0 ? [] : [.. Stored.Values.Where(value => value.Json is not null)];
        }
    }

    /// <summary>The values as they are outside a turn, those not yet committed among them.</summary>
    internal IReadOnlyCollection<StateValue> Snapshot()
    {
        lock (Lock)
        {
            var values = new SortedDictionary<string, StateValue>(StringComparer.Ordinal);
            foreach (var (key, value) in Stored)
            {
                values.Add(key, value);
            }

            foreach (var (key, slot) in _outside)
            {
                if (slot.GetChange(Stored.GetValueOrDefault(key)) is { } change)
                {
                    Put(values, change);
                }
            }

            return values.Values;
        }
    }

    /// <summary>Refuses what was set outside a turn and could not be committed with it, before the turn costs anything.</summary>
    /// <exception cref="SessionFormatException">A value has no JSON form.</exception>
    internal void ThrowIfUnwritable()
    {
        lock (Lock)
        {
            if (_outside.IsEmpty)
            {
                return;
            }

            foreach (var (_, slot) in _outside)
            {
                // What was only read, and is changed in place, is found when the turn ends.
                _ = slot.AssignedAt > 0 ? slot.Current() : null;
            }
        }
    }

    /// <summary>Takes what has no JSON form out of a turn that is to be kept in part.</summary>
    internal void LeaveOutUnwritable(StateScope turn)
    {
        lock (Lock)
        {
            foreach (var key in turn.SlotsOrNull?.Where(slot => !slot.Value.IsWritable).Select(slot => slot.Key).ToList() ?? [])
            {
                turn.Slots.Remove(key);
            }
        }
    }

    /// <summary>
    /// What a commit has to write: the values that changed, outside a turn or in it, from what they were where the turn began.
    /// Where both changed one, the turn's counts.
    /// The turn's scope ends here: what its flow sets from now on could not be part of the commit, and is not lost outside.
    /// </summary>
    internal StateChanges CaptureChanges(StateScope? turn)
    {
        lock (Lock)
        {
            turn?.End();
            var inTurn = turn?.SlotsOrNull;
            var earlier = turn?.Earlier;
            if (_outside.IsEmpty && inTurn is null && earlier is null)
            {
                return StateChanges.None;
            }

            var changes = new StateChanges(_assignments) { Earlier = earlier };
            AddChanges(changes, _outside, fromTurn: false);
            if (inTurn is not null)
            {
                TakeUpdates(inTurn);
                changes.KeepTransient(inTurn);
                AddChanges(changes, inTurn, fromTurn: true);
            }

            return changes;
        }
    }

    /// <summary>Takes note that a turn has begun with the state, or has ended.</summary>
    internal void CountTurns(int by) => Interlocked.Add(ref _turns, by);

    /// <summary>
    /// Makes the updates that were made outside since a turn took its copy of a slot again, from what the turn made of it, so that
    /// neither is lost.
    /// </summary>
    private void TakeUpdates(StateLayer inTurn)
    {
        List<(string Key, StateSlot Slot)> updated = [];
        foreach (var (key, slot) in inTurn)
        {
            if (_outside.Find(key) is { } outside && TryUpdate(outside, slot) is { } both)
            {
                updated.Add((key, both));
            }
        }

        updated.ForEach(slot => inTurn.Put(slot.Key, slot.Slot));
    }

    private static StateSlot? TryUpdate(StateSlot outside, StateSlot inTurn)
    {
        try
        {
            return outside.UpdatesOn(inTurn, inTurn.MadeAt);
        }
        catch (Exception exception) when (exception is not SessionException)
        {
            // It could be made from the value that it was made from before, and cannot be from the turn's: the turn does not fail for it.
            return null;
        }
    }

    /// <summary>Makes what a commit has written the stored state.</summary>
    internal void Accept(StateChanges changes)
    {
        if (changes == StateChanges.None)
        {
            return;
        }

        lock (Lock)
        {
            if (changes.Earlier is not null)
            {
                ForgetSettled(changes.CapturedAt);
                _stored = changes.Earlier;
            }

            foreach (var (key, slot) in changes.TransientSlots)
            {
                if (_outside.Find(key) is not { } outside || outside.AssignedAt <= changes.CapturedAt)
                {
                    _outside.Put(key, slot);
                }
                else if (outside.UpdatesOn(slot, changes.CapturedAt) is { } both)
                {
                    _outside.Put(key, both);
                }
            }

            _stored ??= new(StringComparer.Ordinal);
            foreach (var (value, fromTurn) in changes)
            {
                Put(_stored, value);

                if (_outside.Find(value.Key) is not { } slot)
                {
                    continue;
                }

                if (slot.AssignedAt > changes.CapturedAt)
                {
                    // Assigned while the commit was under way: newer than what was committed. Of an update, what it updated is not.
                    slot.ForgetUpdates(changes.CapturedAt);
                    if (fromTurn && TryUpdate(slot, new RawStateSlot(value, assignedAt: 0)) is { } both)
                    {
                        _outside.Put(value.Key, both);
                    }
                }
                else if (fromTurn)
                {
                    _outside.Remove(value.Key);
                }
                else
                {
                    slot.Committed(value);
                }
            }
        }
    }

    /// <summary>Adds the slots of a layer that differ from what is below it.</summary>
    private void AddChanges(StateChanges changes, StateLayer layer, bool fromTurn)
    {
        foreach (var (key, slot) in layer)
        {
            // Where the turn goes on from an earlier state, what was read outside of it is not set by being another one there.
            if (!fromTurn && changes.Earlier is not null && !IsPending(key, slot))
            {
                continue;
            }

            if (slot.GetChange(changes.Find(key) ?? (changes.Earlier ?? Stored).GetValueOrDefault(key)) is { } change)
            {
                changes.Add(change, fromTurn);
            }
        }
    }

    /// <summary>Whether a slot holds something else than what is stored.</summary>
    private bool IsPending(string key, StateSlot slot) => !slot.IsWritable || slot.GetChange(Stored.GetValueOrDefault(key)) is not null;

    /// <summary>Forgets what was only read, or set and stored since, before another state takes the place of the stored one.</summary>
    private void ForgetSettled(long throughAssignment)
    {
        var settled = _outside.Where(slot => !slot.Value.IsTransient && slot.Value.AssignedAt <= throughAssignment && !IsPending(slot.Key, slot.Value)).Select(slot => slot.Key).ToList();
        foreach (var key in settled)
        {
            _outside.Remove(key);
        }
    }

    private static void Put(IDictionary<string, StateValue> values, StateValue value)
    {
        if (value.Json is null)
        {
            values.Remove(value.Key);
        }
        else
        {
            values[value.Key] = value;
        }
    }
}
