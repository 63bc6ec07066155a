using System.Collections;
using System.Runtime.CompilerServices;
using Sessions.Storage;

namespace Sessions;

/// <summary>The slots in memory, of a turn or outside all turns. Guarded by the lock of its <see cref="SessionState"/>, but for <see cref="Read{T}"/>.</summary>
internal sealed class StateLayer : IEnumerable<KeyValuePair<string, StateSlot>>
{
    // Only enumerated, where there are no slots.
    private static readonly Dictionary<string, StateSlot> None = [];

    private Dictionary<string, StateSlot>? _slots;

    // The slots in use as a type, at the type's index: what has been read once is found without the lock and without its key.
    private volatile StateSlot?[] _byType = [];

    /// <summary>Reads a value that is in use as a <typeparamref name="T"/>, if there is one. Safe without the lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T? Read<T>()
        where T : class, IAgentSessionState<T>
    {
        var slots = _byType;
        var index = StateSlot<T>.TypeIndex;

        // Only a StateSlot<T> is ever put at the index of T; a checked cast would cost as much as all the rest.
        return (uint)index < (uint)slots.Length ? Unsafe.As<StateSlot<T>?>(slots[index])?.Value : null;
    }

    /// <summary>The committed state that the layer's turn goes on from, where it takes the place of others.</summary>
    public Dictionary<string, StateValue>? Earlier { get; set; }

    public bool IsEmpty => _slots is null or { Count: 0 };

    public StateSlot? Find(string key) => _slots?.GetValueOrDefault(key);

    /// <summary>Puts a slot in place of the one with its key, if there is one.</summary>
    public void Put(string key, StateSlot slot)
    {
        _slots ??= new(StringComparer.Ordinal);
        if (!_slots.TryAdd(key, slot))
        {
            _slots[key] = slot;
            _byType = [];
        }
    }

    public void Remove(string key)
    {
        _slots?.Remove(key);
        _byType = [];
    }

    /// <summary>Lets <see cref="Read{T}"/> find a slot of this layer.</summary>
    public void Publish<T>(StateSlot<T> slot)
        where T : class, IAgentSessionState<T>
    {
        var slots = _byType;
        var index = StateSlot<T>.TypeIndex;
        if (index >= slots.Length)
        {
            // A larger copy in place of the array: the readers of the old one are not disturbed.
            Array.Resize(ref slots, index + 1);
        }

        slots[index] = slot;
        _byType = slots;
    }

    public Dictionary<string, StateSlot>.Enumerator GetEnumerator() => (_slots ?? None).GetEnumerator();

    IEnumerator<KeyValuePair<string, StateSlot>> IEnumerable<KeyValuePair<string, StateSlot>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
