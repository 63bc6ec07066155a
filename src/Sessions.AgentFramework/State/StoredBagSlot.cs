using System.Text.Json;
using Microsoft.Agents.AI;
using Sessions.Storage;

namespace Sessions.AgentFramework.State;

/// <summary>
/// A value in the bag. There it is the typed object itself, with options that write it by our rules, and its version is beside it.
/// </summary>
internal sealed class StoredBagSlot<T>(BagState state, AgentSessionStateBag bag) : HeldBagSlot<T>(state)
    where T : class, IAgentSessionState<T>
{
    private readonly string _versionKey = BagVersion.KeyOf(T.StateKey);

    /// <summary>A value that was made to be read.</summary>
    private T? _made;

    /// <summary>How values of the slot are written, with the members that the type does not know.</summary>
    private JsonSerializerOptions _options = BagOptions<T>.Plain;

    // The version in the bag is then that of the type, and so is the value.
    public override bool IsInUse => IsShown;

    protected override T? Load()
    {
        if (bag.TryGetValue<T>(Key, out var live, BagOptions<T>.Plain))
        {
            return live is null ? Absent() : IsShown ? live : Adopt(live);
        }

        return BagJson.Find(bag, Key) is { } json ? Parse(json) : Absent();
    }

    protected override bool IsPresent(T value) => value != _made || !BagOptions<T>.IsAsMade(value);

    protected override T Keep(T made)
    {
        Put(made, BagOptions<T>.Made);
        _made = made;
        return made;
    }

    protected override void Put(T value) => Put(value, _options);

    protected override bool Remove()
    {
        // What is thrown away need not be readable: clearing is the way out of a value that is damaged.
        var isLive = bag.TryGetValue<T>(Key, out var live, BagOptions<T>.Plain);
        var held = isLive ? live is not null && IsPresent(live) : BagJson.Find(bag, Key) is not null;
        if (held)
        {
            ThrowIfNewer(BagVersion.FindReadable(bag, _versionKey));
        }
        else if (!isLive)
        {
            ThrowIfInUseAsAnother();
        }

        bag.TryRemoveValue(Key);
        bag.TryRemoveValue(_versionKey);
        Forget();
        return held;
    }

    private T Parse(ReadOnlyMemory<byte> json)
    {
        // Whoever reads a slot with the framework's own methods makes it write the value, whatever version is beside it.
        var stored = new StateValue(Key, BagVersion.Find(bag, Key, _versionKey), json);
        var value = StateSerializer.Deserialize<T>(stored, out var unknownMembers, mayBeForeign: true)!;
        Forget();
        _options = unknownMembers.IsEmpty ? BagOptions<T>.Plain : BagOptions<T>.With(unknownMembers);
        Put(value);
        return value;
    }

    /// <summary>Takes over what the framework's own methods have put into the bag.</summary>
    private T Adopt(T live)
    {
        ThrowIfNewer(BagVersion.Find(bag, Key, _versionKey));
        Put(live);
        return live;
    }

    private T? Absent()
    {
        ThrowIfInUseAsAnother();
        Forget();
        return null;
    }

    private void Put(T value, JsonSerializerOptions options)
    {
        bag.SetValue(Key, value, options);
        _made = null;
        if (!IsShown)
        {
            BagVersion.Set(bag, _versionKey, T.StateVersion);
            IsShown = true;
        }
    }

    private void Forget()
    {
        IsShown = false;
        _made = null;
        _options = BagOptions<T>.Plain;
    }

    private static void ThrowIfNewer(int version)
    {
        if (version > T.StateVersion)
        {
            throw new SessionStateVersionException(T.StateKey, version, T.StateVersion);
        }
    }

    private void ThrowIfInUseAsAnother()
    {
        State.ThrowIfInUseAsAnother(this);
        try
        {
            _ = bag.GetValue<T>(Key, BagOptions<T>.Plain);
        }
        catch (InvalidOperationException exception)
        {
            throw InUseAs("another type", exception);
        }
    }
}
