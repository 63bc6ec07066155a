using Sessions.Storage;

namespace Sessions;

/// <summary>A value that lives in the session object and is never stored. A turn that is dropped drops what it assigned.</summary>
internal sealed class TransientStateSlot<T>(T? value, long assignedAt) : StateSlot<T>(value, assignedAt)
    where T : class, IAgentSessionState<T>
{
    public override bool IsPresent => Value is not null;

    public override bool IsTransient => true;

    public override StateValue? Current() => null;

    public override StateValue? GetChange(StateValue? below) => null;

    public override StateSlot Emptied(string key, long assignedAt) => new TransientStateSlot<T>(null, assignedAt) { MadeAt = assignedAt };

    protected override StateSlot<T> MadeOf(StateSlot slot) => new TransientStateSlot<T>((slot as StateSlot<T>)?.Value, assignedAt: 0);
}
