using System.Text.Json;

namespace Sessions;

/// <summary>One slot as it is in memory, in the flow of a turn or outside it. Guarded by the lock of its <see cref="SessionState"/>.</summary>
internal abstract class StateSlot(StateValue? origin, long assignedAt)
{
    /// <summary>What the slot was read from, or was last committed as.</summary>
    protected StateValue? Origin { get; private set; } = origin;

    /// <summary>Which assignment of the session's state set or emptied the slot; 0 when it was only read.</summary>
    public long AssignedAt { get; protected set; } = assignedAt;

    /// <summary>Whether the slot holds a value that was set, rather than one made to be read.</summary>
    public abstract bool IsPresent { get; }

    public abstract Type? ValueType { get; }

    /// <summary>The value as it is now; without JSON where it is absent, a value that was only made to be read among them.</summary>
    public abstract StateValue Current();

    /// <summary>The value to write if it is not what is below the slot's layer, else <see langword="null"/>.</summary>
    public abstract StateValue? GetChange(StateValue? below);

    public virtual void Committed(StateValue value)
    {
        Origin = value;
        AssignedAt = 0;
    }

    protected static bool AreEqual(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte>? right) =>
        left.HasValue == right.HasValue && left.GetValueOrDefault().Span.SequenceEqual(right.GetValueOrDefault().Span);
}

/// <summary>A value that nothing has read as a type yet.</summary>
internal sealed class RawStateSlot(StateValue value, long assignedAt) : StateSlot(value, assignedAt)
{
    private readonly StateValue _value = value;

    public override bool IsPresent => _value.Json is not null;

    public override Type? ValueType => null;

    public override StateValue Current() => _value;

    public override StateValue? GetChange(StateValue? below) => AreEqual(_value.Json, below?.Json) ? null : _value;
}

/// <summary>A value in use as a <typeparamref name="T"/>.</summary>
internal sealed class StateSlot<T> : StateSlot
    where T : class, IAgentSessionState<T>
{
    // A value that Get made for an absent or emptied slot is not assigned: it counts once it is changed.
    private bool _isValueAssigned;

    private StateSlot(StateValue? origin, T? value, long assignedAt)
        : base(origin, assignedAt)
    {
        Value = value;
        _isValueAssigned = value is not null && assignedAt > 0;
    }

    public T? Value { get; private set; }

    public override bool IsPresent => Value is not null && (IsKnownPresent || IsChanged(Serialize(Value)));

    public override Type ValueType => typeof(T);

    public static StateSlot<T> Read(StateValue? value, long assignedAt) =>
        new(value, value?.Json is { } json ? Deserialize(json, value.Version) : null, assignedAt);

    public static StateSlot<T> Cleared(long assignedAt) => new(origin: null, value: null, assignedAt);

    public T? GetOrCreate() => Value ??= T.CreateState();

    public void Assign(T value, long assignedAt)
    {
        Value = value;
        AssignedAt = assignedAt;
        _isValueAssigned = true;
    }

    public override StateValue Current()
    {
        ReadOnlyMemory<byte>? json = Value is null ? default(ReadOnlyMemory<byte>?) : Serialize(Value);
        var isPresent = json is { } written && (IsKnownPresent || IsChanged(written));
        return new(T.StateKey, T.StateVersion, isPresent ? json : null);
    }

    public override void Committed(StateValue value)
    {
        base.Committed(value);
        _isValueAssigned = false;
    }

    public override StateValue? GetChange(StateValue? below)
    {
        var current = Current();
        var changed = AssignedAt > 0 ? !AreEqual(current.Json, below?.Json) : current.Json is { } json && IsChanged(json);
        return changed ? current : null;
    }

    private bool IsKnownPresent => _isValueAssigned || Origin?.Json is not null;

    /// <summary>
    /// Whether a value that was only read has been changed in place. JSON that another version of the code wrote may read as
    /// an equal value and be written differently: what counts is what the origin would be written as now.
    /// </summary>
    private bool IsChanged(ReadOnlyMemory<byte> json)
    {
        if (AreEqual(json, Origin?.Json))
        {
            return false;
        }

        var unchanged = Origin?.Json is { } origin ? Deserialize(origin, Origin.Version) : T.CreateState();
        return unchanged is null || !AreEqual(json, Serialize(unchanged));
    }

    private static ReadOnlyMemory<byte> Serialize(T value) => JsonSerializer.SerializeToUtf8Bytes(value, T.StateTypeInfo);

    private static T Deserialize(ReadOnlyMemory<byte> json, int version)
    {
        if (version > T.StateVersion)
        {
            throw new SessionStateVersionException(T.StateKey, version, T.StateVersion);
        }

        try
        {
            return JsonSerializer.Deserialize(json.Span, T.StateTypeInfo)
                ?? throw new SessionFormatException($"State '{T.StateKey}' holds null, which is not a {typeof(T)}. The stored value is unchanged; Clear or Set replaces it.");
        }
        catch (JsonException exception)
        {
            throw new SessionFormatException(
                $"State '{T.StateKey}' cannot be read as {typeof(T)}, at {exception.Path ?? "$"}: {exception.Message} The stored value is unchanged; Clear replaces it.",
                exception);
        }
    }
}
