using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Sessions.AgentFramework.Durable;

namespace Sessions.AgentFramework.State;

/// <summary>
/// What a state bag has no place for: the lock of its slots, what is known of them, and the values that are never serialized. It lives
/// beside the bag, as long as the bag does.
/// </summary>
/// <param name="mirror">Where the values are kept, if the bag only shows them.</param>
internal sealed class BagState(StateBagMirror? mirror = null)
{
    private static readonly ConditionalWeakTable<AgentSessionStateBag, BagState> States = [];

    // At the index of each type; a larger copy takes the array's place, so that it is read without the lock.
    private volatile BagSlot?[] _slots = [];

    /// <summary>The value of a type's slot in a bag, or a new one.</summary>
    /// <remarks>
    /// Inlined into accessors, where the type is known: code that types share would look up at each call what it is to do for which.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Get<T>(AgentSessionStateBag bag)
        where T : class, IAgentSessionState<T> =>
        States.TryGetValue(bag, out var state) && state.Shows(BagSlot<T>.Index) && bag.TryGetValue<T>(T.StateKey, out var value, BagOptions<T>.Plain) && value is not null
            ? value
            : GetFromSlot<T>(bag);

    /// <summary>The slot of a type in a bag.</summary>
    public static BagSlot<T> Slot<T>(AgentSessionStateBag bag)
        where T : class, IAgentSessionState<T> => States.TryGetValue(bag, out var state) && state.Find<T>() is { } slot ? slot : Add<T>(bag);

    /// <summary>Lets a bag show the state of a session that is kept in a store.</summary>
    public static void Bind(AgentSessionStateBag bag, StateBagMirror mirror) => States.AddOrUpdate(bag, new BagState(mirror));

    /// <summary>The session that a bag shows the state of, if it does.</summary>
    public static Sessions.Agents.AgentSession? FindSession(AgentSessionStateBag bag) => States.TryGetValue(bag, out var state) ? state.Session : null;

    private Sessions.Agents.AgentSession? Session => mirror?.Session;

    /// <summary>Refuses a slot whose key another type uses.</summary>
    public void ThrowIfInUseAsAnother(BagSlot slot)
    {
        foreach (var other in _slots)
        {
            if (other is { IsInUse: true } && other != slot && other.Key == slot.Key)
            {
                throw slot.InUseAs(other.ValueType.ToString());
            }
        }
    }

    private static T GetFromSlot<T>(AgentSessionStateBag bag)
        where T : class, IAgentSessionState<T>
    {
        var slot = Slot<T>(bag);
        return slot.Read() ?? slot.GetOrCreate();
    }

    private static BagSlot<T> Add<T>(AgentSessionStateBag bag)
        where T : class, IAgentSessionState<T>
    {
        var state = States.GetValue(bag, static _ => new());
        lock (state)
        {
            if (state.Find<T>() is { } added)
            {
                return added;
            }

            var slot = state.NewSlot<T>(bag);
            var slots = state._slots;
            Array.Resize(ref slots, Math.Max(slots.Length, BagSlot<T>.Index + 1));
            slots[BagSlot<T>.Index] = slot;
            state._slots = slots;
            return slot;
        }
    }

    private BagSlot<T> NewSlot<T>(AgentSessionStateBag bag)
        where T : class, IAgentSessionState<T> => mirror is not null ? new BoundBagSlot<T>(mirror)
        : T.StateTypeInfo is null ? new TransientBagSlot<T>(this)
        : new StoredBagSlot<T>(this, bag);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Shows(int index)
    {
        var slots = _slots;
        return (uint)index < (uint)slots.Length && slots[index] is { IsShown: true };
    }

    private BagSlot<T>? Find<T>()
        where T : class, IAgentSessionState<T>
    {
        var slots = _slots;
        var index = BagSlot<T>.Index;

        // Only a BagSlot<T> is ever put at the index of T.
        return (uint)index < (uint)slots.Length ? Unsafe.As<BagSlot<T>?>(slots[index]) : null;
    }
}
