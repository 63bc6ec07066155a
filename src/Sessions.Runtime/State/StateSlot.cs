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
    public virtual StateSlot Emptied(string key, long assignedAt) => new RawStateSlot(new StateValue(key, 1, null), assignedAt);

    /// <summary>Takes note that a value which was captured from the slot is stored.</summary>
    public virtual void Committed(StateValue value) => AssignedAt = 0;

    /// <summary>
    /// The slot that takes the place of this one where others have stored a value meanwhile: the updates made again from theirs.
    /// <see langword="null"/> where this one stays, because it was set to what it is.
    /// </summary>
    public virtual StateSlot? RebasedOn(StateValue? stored) => null;

    /// <summary>Takes note that what is below the slot has the updates in it that were made through an assignment.</summary>
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

    public T? Value { get; private set; } = value;

    public override Type ValueType => typeof(T);

    /// <summary>Makes the slot of a layer.</summary>
    /// <param name="source">The slot that it takes over from, in its own layer or in the one below, if there is one.</param>
    /// <param name="stored">What is stored, where there is none.</param>
    /// <param name="assignedAt">Which assignment set the source, if it is in the same layer.</param>
    public static StateSlot<T> From(StateSlot? source, StateValue? stored, long assignedAt) => T.StateTypeInfo is { } typeInfo
        ? new StoredStateSlot<T>(StateJson<T>.Read(source is null ? stored : source.Current(), typeInfo), typeInfo, assignedAt)
        : new TransientStateSlot<T>((source as StateSlot<T>)?.Value, assignedAt);

    public T? GetOrCreate() => Value ??= T.CreateState();

    public virtual void Assign(T value, long assignedAt)
    {
        Value = value;
        AssignedAt = assignedAt;
    }

    /// <summary>Takes a value that was made from the one before it, and how it can be made again from another.</summary>
    public virtual void Assign(T value, Func<T?, T> update, long assignedAt) => Assign(value, assignedAt);
}
