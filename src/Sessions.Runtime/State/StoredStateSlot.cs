using System.Text.Json.Serialization.Metadata;
using Sessions.Storage;

namespace Sessions;

/// <summary>A value that is stored as JSON. Comparing what it is written as finds changes, those made in place among them.</summary>
internal sealed class StoredStateSlot<T> : StateSlot<T>
    where T : class, IAgentSessionState<T>
{
    private readonly JsonTypeInfo<T> _typeInfo;
    private readonly ReadOnlyMemory<byte> _unknownMembers;

    /// <summary>What the slot was read from, or was last committed as.</summary>
    private StateValue? _origin;

    // A value that Get made for an absent or emptied slot is not assigned: it counts once it is changed.
    private bool _isValueAssigned;

    public StoredStateSlot(StateJson<T> json, JsonTypeInfo<T> typeInfo, long assignedAt)
        : base(json.Value, assignedAt)
    {
        _typeInfo = typeInfo;
        _origin = json.Origin;
        _unknownMembers = json.UnknownMembers;
        _isValueAssigned = json.Value is not null && assignedAt > 0;
    }

    public override bool IsPresent => Value is not null && (IsKnownPresent || !IsWritable || IsChanged(Write(Value)));

    public override bool IsWritable
    {
        get
        {
            try
            {
                _ = Value is null ? default : Write(Value);
                return true;
            }
            catch (SessionFormatException)
            {
                return false;
            }
        }
    }

    private bool IsKnownPresent => _isValueAssigned || _origin?.Json is not null;

    public override StateValue Current()
    {
        ReadOnlyMemory<byte>? json = Value is null ? default(ReadOnlyMemory<byte>?) : Write(Value);
        var isPresent = json is { } written && (IsKnownPresent || IsChanged(written));
        return new(T.StateKey, T.StateVersion, isPresent ? json : null);
    }

    public override StateValue? GetChange(StateValue? below)
    {
        var current = Current();
        var changed = AssignedAt > 0 ? !IsWrittenAs(below, current.Json) : current.Json is { } json && IsChanged(json);
        return changed ? current : null;
    }

    public override void Committed(StateValue value)
    {
        base.Committed(value);
        _origin = value;
        _isValueAssigned = false;
    }

    protected override void Take(T value, long assignedAt)
    {
        base.Take(value, assignedAt);
        _isValueAssigned = true;
    }

    protected override StateSlot<T> MadeOf(StateSlot slot) => new StoredStateSlot<T>(StateJson<T>.Read(slot.Current(), _typeInfo), _typeInfo, assignedAt: 0);

    /// <summary>
    /// Whether a value that was only read has been changed in place. JSON that another version of the code wrote may read as
    /// an equal value and be written differently: what counts is what the origin would be written as now.
    /// </summary>
    private bool IsChanged(ReadOnlyMemory<byte> json)
    {
        if (IsWrittenAs(_origin, json))
        {
            return false;
        }

        var unchanged = StateJson<T>.Read(_origin, _typeInfo).Value ?? T.CreateState();
        return unchanged is null || !AreEqual(json, Write(unchanged));
    }

    /// <summary>Whether a stored value is the same: equal bytes of another version mean something else.</summary>
    private static bool IsWrittenAs(StateValue? stored, ReadOnlyMemory<byte>? json) =>
        AreEqual(json, stored?.Json) && (json is null || stored!.Version == T.StateVersion);

    private ReadOnlyMemory<byte> Write(T value) => StateJson<T>.Write(value, _unknownMembers, _typeInfo);
}
