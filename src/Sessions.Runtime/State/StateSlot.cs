using Sessions.Storage;

namespace Sessions;

/// <summary>One slot as it is in memory, in the flow of a turn or outside it. Guarded by the lock of its <see cref="SessionState"/>.</summary>
internal abstract class StateSlot(long assignedAt)
{
    private static int _lastTypeIndex = -1;

    /// <summary>Which assignment of the session's state set or emptied the slot; 0 when it was only read.</summary>
    public long AssignedAt { get; protected set; } = assignedAt;

    /// <summary>Whether the slot holds a value that was set, rather than one made to be read.</summary>
    public abstract bool IsPresent { get; }

    /// <summary>The type that the slot is in use as; <see langword="null"/> while it is in use as none.</summary>
    public abstract Type? ValueType { get; }

    /// <summary>Whether the value lives in the session object alone.</summary>
    public virtual bool IsTransient => false;

    /// <summary>
    /// The value as it is now; without JSON where it is absent, a value that was only made to be read among them.
    /// <see langword="null"/> for a slot that is never stored.
    /// </summary>
    public abstract StateValue? Current();

    /// <summary>Whether the value has a JSON form, or needs none.</summary>
    public virtual bool IsWritable => true;

    /// <summary>The value to write if it is not what is below the slot's layer, else <see langword="null"/>.</summary>
    public abstract StateValue? GetChange(StateValue? below);

    /// <summary>The slot that takes the place of this one when it is emptied.</summary>
    public virtual StateSlot Emptied(string key, long assignedAt) => new RawStateSlot(new StateValue(key, 1, null), assignedAt) { MadeAt = assignedAt };

    /// <summary>Takes note that a value which was captured from the slot is stored.</summary>
    public virtual void Committed(StateValue value) => AssignedAt = 0;

    /// <summary>Which assignment of the session's state was the last when a turn made the slot; what is assigned outside later is not in it.</summary>
    public long MadeAt { get; init; }

    /// <summary>
    /// The slot that takes the place of one whose value has been changed meanwhile, by others or by a turn: that value, with the
    /// updates of this slot made again from it. <see langword="null"/> where there are none, or the slot was set to what it is since.
    /// </summary>
    /// <param name="below">The slot with the value that has been changed.</param>
    /// <param name="since">The last assignment that the value has in it.</param>
    public virtual StateSlot? UpdatesOn(StateSlot below, long since) => null;

    /// <summary>Takes note that what is below the slot has all in it that was assigned through an assignment.</summary>
    public virtual void ForgetUpdates(long through)
    {
    }

    /// <summary>The next number that no type of state has.</summary>
    protected static int NewTypeIndex() => Interlocked.Increment(ref _lastTypeIndex);

    public static bool AreEqual(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte>? right) =>
        left.HasValue == right.HasValue && left.GetValueOrDefault().Span.SequenceEqual(right.GetValueOrDefault().Span);
}

/// <summary>A value that was set as it is stored, and that nothing has read as a type yet.</summary>
internal sealed class RawStateSlot(StateValue value, long assignedAt) : StateSlot(assignedAt)
{
    public override bool IsPresent => value.Json is not null;

    public override Type? ValueType => null;

    public override StateValue Current() => value;

    public override StateValue? GetChange(StateValue? below) =>
        AreEqual(value.Json, below?.Json) && (below is null || value.Version == below.Version) ? null : value;
}

/// <summary>A value in use as a <typeparamref name="T"/>.</summary>
internal abstract class StateSlot<T>(T? value, long assignedAt) : StateSlot(assignedAt)
    where T : class, IAgentSessionState<T>
{
    /// <summary>Where a <see cref="StateLayer"/> keeps the slots of the type: types are numbered as they are met.</summary>
    public static readonly int TypeIndex = NewTypeIndex();

    // Whoever goes on and on updating what is never committed gets what a plain assignment gets.
    private const int MaxUpdates = 1_000;

    /// <summary>The updates since the value was set, or was that of the one below the slot.</summary>
    private List<(long AssignedAt, Func<T?, T> Update)>? _updates;

    /// <summary>Which assignment set the value that the updates were made from; 0 where it is that of the one below the slot.</summary>
    private long _setAt = assignedAt;

    public T? Value { get; private set; } = value;

    public override Type ValueType => typeof(T);

    /// <summary>Makes the slot of a layer.</summary>
    /// <param name="source">The slot that it takes over from, in its own layer or in the one below, if there is one.</param>
    /// <param name="stored">What is stored, where there is none.</param>
    /// <param name="assignedAt">Which assignment set the source, if it is in the same layer.</param>
    /// <param name="madeAt">Which assignment was the last, if the slot is a turn's.</param>
    public static StateSlot<T> From(StateSlot? source, StateValue? stored, long assignedAt, long madeAt) => T.StateTypeInfo is { } typeInfo
        ? new StoredStateSlot<T>(StateJson<T>.Read(source is null ? stored : source.Current(), typeInfo), typeInfo, assignedAt) { MadeAt = madeAt }
        : new TransientStateSlot<T>((source as StateSlot<T>)?.Value, assignedAt) { MadeAt = madeAt };

    public T? GetOrCreate() => Value ??= T.CreateState();

    /// <summary>Takes a value.</summary>
    public void Assign(T value, long assignedAt)
    {
        Take(value, assignedAt);
        _updates = null;
        _setAt = assignedAt;
    }

    /// <summary>Takes a value that was made from the one before it, and how it can be made again from another.</summary>
    public void Assign(T value, Func<T?, T> update, long assignedAt)
    {
        Take(value, assignedAt);
        _updates ??= [];
        _updates.Add((assignedAt, update));
        if (_updates.Count > MaxUpdates)
        {
            _updates = null;
            _setAt = assignedAt;
        }
    }

    public override StateSlot? UpdatesOn(StateSlot below, long since)
    {
        if (_setAt > since || _updates is null || !_updates.Exists(update => update.AssignedAt > since))
        {
            return null;
        }

        var slot = MadeOf(below);
        if (slot.Value is null && T.CreateState() is null)
        {
            return null;
        }

        foreach (var (assignedAt, update) in _updates)
        {
            if (assignedAt > since)
            {
                if (update(slot.Value) is not { } value)
                {
                    return null;
                }

                slot.Assign(value, update, assignedAt);
            }
        }

        return slot;
    }

    public override void ForgetUpdates(long through)
    {
        _updates?.RemoveAll(update => update.AssignedAt <= through);
        _updates = _updates is { Count: > 0 } ? _updates : null;
        _setAt = _setAt <= through ? 0 : _setAt;
    }

    public override void Committed(StateValue value)
    {
        base.Committed(value);
        ForgetUpdates(long.MaxValue);
    }

    /// <summary>Takes a value that was set, or made by an update.</summary>
    protected virtual void Take(T value, long assignedAt)
    {
        Value = value;
        AssignedAt = assignedAt;
    }

    /// <summary>A slot of the same kind with the value of another.</summary>
    protected abstract StateSlot<T> MadeOf(StateSlot slot);
}
