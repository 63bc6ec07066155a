using System.Diagnostics.CodeAnalysis;
using Sessions.AgentFramework.Durable;

namespace Sessions.AgentFramework.State;

/// <summary>A slot of a session that is kept in a store: the value is in the session's state, as the caller's turn has it, and the bag shows it.</summary>
/// <param name="mirror">What keeps the bag and the state together.</param>
internal sealed class BoundBagSlot<T>(StateBagMirror mirror) : BagSlot<T>
    where T : class, IAgentSessionState<T>
{
    // What other type has the key, the state itself knows.
    public override bool IsInUse => false;

    public override T? Read() => mirror.Read<T>();

    public override T GetOrCreate() => mirror.Use<T, T>(static state => state.Get<T>());

    public override bool TryGet([NotNullWhen(true)] out T? value)
    {
        value = mirror.Use<T, T?>(static state => state.TryGet<T>(out var found) ? found : null);
        return value is not null;
    }

    public override void Set(T value) => mirror.Use<T, T>(state =>
    {
        state.Set(value);
        return value;
    });

    public override T Update(Func<T, T> update) => mirror.Use<T, T>(state => state.Update(update));

    public override T AddOrUpdate(Func<T?, T> update) => mirror.Use<T, T>(state => state.AddOrUpdate(update));

    public override bool Clear() => mirror.Use<T, bool>(static state => state.Clear<T>());
}
