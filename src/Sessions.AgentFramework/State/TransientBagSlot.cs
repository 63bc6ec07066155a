namespace Sessions.AgentFramework.State;

/// <summary>A value that is never serialized. The bag could not leave it out, so that it is beside it.</summary>
internal sealed class TransientBagSlot<T>(BagState state) : BagSlot<T>(state)
    where T : class, IAgentSessionState<T>
{
    private volatile T? _value;

    public override bool IsInUse => _value is not null;

    public override T? Read() => _value;

    protected override T? Load()
    {
        State.ThrowIfInUseAsAnother(this);
        return _value;
    }

    protected override bool IsPresent(T value) => true;

    protected override T Keep(T made)
    {
        Put(made);
        return made;
    }

    protected override void Put(T value) => _value = value;

    protected override bool Remove()
    {
        var held = Load() is not null;
        _value = null;
        return held;
    }
}
