using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Sessions.Storage;

namespace Sessions;

/// <summary>The typed state of a session: one slot for each type that carries <see cref="AgentSessionStateAttribute"/>.</summary>
/// <remarks>
/// <para>State set in the flow of a turn (by its tools, its providers and what they await) belongs to that turn: it is
/// committed with it and dropped with it. State set outside a turn joins the next commit, or
/// <see cref="Agents.AIAgent.SaveSessionAsync"/>, and survives a turn that fails.</para>
/// <para>A value that is changed in place is found by comparing its JSON when the session is committed. Values read inside a
/// turn are the turn's own copies, so a turn that is dropped takes its changes along.</para>
/// <para>Safe for concurrent use; <see cref="Update{T}"/> is atomic.</para>
/// </remarks>
public sealed partial class SessionState
{
    private readonly StateLayer _outside = new();

    // Most sessions have no state, and there may be many of them: what holds it is made when there is some.
    private Dictionary<string, StateValue>? _stored;
    private long _assignments;
    private int _turns;

    internal SessionState()
    {
    }

    /// <summary>Whether other objects may change the session too, in its store.</summary>
    internal bool IsShared { get; set; }

    /// <summary>Guards the state, and what else of the session changes together with it.</summary>
    internal object Lock => _outside;

    private IReadOnlyDictionary<string, StateValue> Stored => _stored ?? (IReadOnlyDictionary<string, StateValue>)ReadOnlyDictionary<string, StateValue>.Empty;

    /// <summary>Reads a slot: the value it holds, or a new one.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <exception cref="InvalidOperationException">
    /// The slot is absent and <typeparamref name="T"/> cannot be made without arguments, or another type has the same key.
    /// </exception>
    /// <exception cref="SessionFormatException">The stored value is not what <typeparamref name="T"/> can be read from.</exception>
    /// <exception cref="SessionStateVersionException">The stored value was written by newer code.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Get<T>()
        where T : class, IAgentSessionState<T> => (StateScope.Find(this)?.Slots ?? _outside).Read<T>() ?? GetOrCreate<T>();

    /// <summary>Reads a slot if it holds a value.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="value">The value, or <see langword="null"/> when the slot is absent.</param>
    /// <returns>Whether the slot holds a value that was set, in this process or in the one that stored it.</returns>
    /// <inheritdoc cref="Get{T}" path="/exception[@cref='T:Sessions.SessionFormatException' or @cref='T:Sessions.SessionStateVersionException']"/>
    public bool TryGet<T>([NotNullWhen(true)] out T? value)
        where T : class, IAgentSessionState<T>
    {
        lock (Lock)
        {
            var slot = Slot<T>();
            value = slot.IsPresent ? slot.Value : null;
            return value is not null;
        }
    }

    /// <summary>Puts a value into a slot.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="value">The value.</param>
    public void Set<T>(T value)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (Lock)
        {
            Slot<T>().Assign(value, ++_assignments);
        }
    }

    /// <summary>Replaces a slot's value by one made from it, atomically.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="update">
    /// Makes the new value from the one the slot holds, or from a new one. It runs under the state's lock: it should be short
    /// and must not wait for another thread that uses the same session. Outside a turn it runs again if the slot is changed before the
    /// new value is committed, in the store or by a turn that runs meanwhile, so that neither change is lost.
    /// </param>
    /// <returns>The new value.</returns>
    /// <inheritdoc cref="Get{T}" path="/exception"/>
    public T Update<T>(Func<T, T> update)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(update);
        lock (Lock)
        {
            return Replace(Slot<T>(), update(Get<T>()), KeepsUpdates ? OfAbsentToo(update) : null);
        }
    }

    /// <summary>
    /// Replaces a slot's value, or fills an absent slot, atomically: <see cref="Update{T}"/> for a type that cannot be made
    /// without arguments.
    /// </summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <param name="update">Makes the new value from the one the slot holds, or from <see langword="null"/>.</param>
    /// <returns>The new value.</returns>
    /// <inheritdoc cref="Get{T}" path="/exception[@cref='T:Sessions.SessionFormatException' or @cref='T:Sessions.SessionStateVersionException']"/>
    public T AddOrUpdate<T>(Func<T?, T> update)
        where T : class, IAgentSessionState<T>
    {
        ArgumentNullException.ThrowIfNull(update);
        lock (Lock)
        {
            var slot = Slot<T>();
            return Replace(slot, update(slot.IsPresent ? slot.Value : null), KeepsUpdates ? update : null);
        }
    }

    /// <summary>Empties a slot.</summary>
    /// <typeparam name="T">The state type.</typeparam>
    /// <returns>Whether it held a value.</returns>
    public bool Clear<T>()
        where T : class, IAgentSessionState<T>
    {
        lock (Lock)
        {
            // What is thrown away need not be readable: clearing is the way out of a slot that is damaged. What newer code
            // wrote is not damaged.
            var slot = Find(T.StateKey);
            if ((slot is null ? Stored.GetValueOrDefault(T.StateKey) : (slot as RawStateSlot)?.Current()) is { } stored)
            {
                StateJson<T>.ThrowIfNewer(stored);
            }

            return Empty(T.StateKey);
        }
    }

    /// <summary>
    /// The keys of the slots that hold a stored value, as the caller sees them, in ordinal order. Transient state is not among
    /// them.
    /// </summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (Lock)
            {
                var keys = new SortedSet<string>(Stored.Keys, StringComparer.Ordinal);
                keys.UnionWith(_outside.Select(slot => slot.Key));
                keys.UnionWith(Layer(out _).Select(slot => slot.Key));
                keys.RemoveWhere(key => Find(key) is { } slot ? slot.IsTransient || !slot.IsPresent : Stored.GetValueOrDefault(key)?.Json is null);
                return [.. keys];
            }
        }
    }

    /// <summary>Reads the JSON of a slot, whether or not the code has a type for it.</summary>
    /// <param name="key">The slot's key.</param>
    /// <param name="json">The value as it is, or would be, stored.</param>
    /// <returns>Whether the slot holds a stored value.</returns>
    /// <exception cref="SessionFormatException">The stored value is damaged, or the value has no JSON form.</exception>
    public bool TryGetJson(string key, out JsonElement json) => TryGetJson(key, out json, out _);

    /// <inheritdoc cref="TryGetJson(string, out JsonElement)"/>
    /// <param name="key">The slot's key.</param>
    /// <param name="json">The value as it is, or would be, stored.</param>
    /// <param name="version">The version of the shape that the JSON has; 0 where another serializer wrote it.</param>
    public bool TryGetJson(string key, out JsonElement json, out int version)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (Lock)
        {
            if (Visible(key) is not { Json: { } value } stored)
            {
                (json, version) = (default, 0);
                return false;
            }

            (json, version) = (StateNodeJson.Parse(key, value), stored.Version);
            return true;
        }
    }

    /// <summary>Puts JSON into a slot, whether or not the code has a type for it. What reads the slot as a type reads this.</summary>
    /// <param name="key">The slot's key.</param>
    /// <param name="json">The value. It is copied.</param>
    /// <param name="version">
    /// The version of the type's shape that the JSON has. 0 is for what another serializer has written: it is read as version 1, names
    /// without regard to case and enums as text or number.
    /// </param>
    /// <exception cref="ArgumentException">The JSON is undefined or null; <see cref="Remove"/> empties a slot.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    /// <exception cref="InvalidOperationException">The slot is in use as a type that is never stored.</exception>
    /// <exception cref="SessionFormatException">The JSON nests too deep, or has text that is not Unicode.</exception>
    public void SetJson(string key, JsonElement json, int version = StateValue.ForeignVersion)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        if (json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            throw new ArgumentException($"State '{key}' cannot be set to JSON that is {(json.ValueKind == JsonValueKind.Null ? "null" : "undefined")}. Remove empties the slot.", nameof(json));
        }

        var value = new StateValue(key, version, StateNodeJson.Write(key, json));
        lock (Lock)
        {
            var layer = Layer(out _);
            if (Find(key) is { IsTransient: true, ValueType: var type })
            {
                throw new InvalidOperationException($"State '{key}' is in use as {type}, which is never stored and has no JSON. Give the type a Key of its own, or set it as what it is.");
            }

            layer.Put(key, new RawStateSlot(value, ++_assignments) { MadeAt = _assignments });
        }
    }

    /// <summary>Empties a slot, whether or not the code has a type for it, and whatever version it is of.</summary>
    /// <param name="key">The slot's key.</param>
    /// <returns>Whether it held a value.</returns>
    public bool Remove(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (Lock)
        {
            return Empty(key);
        }
    }

    private T GetOrCreate<T>()
        where T : class, IAgentSessionState<T>
    {
        lock (Lock)
        {
            return Slot<T>().GetOrCreate() ?? throw new InvalidOperationException(
                $"The session has no state '{T.StateKey}', and {typeof(T)} cannot be made without arguments. Set it first, or read it with TryGet.");
        }
    }

    // A turn begins with what is stored and is dropped with what it made of it, so that its updates need not be made again. Those made
    // outside may have to be: others may commit meanwhile, or a turn that runs.
    private bool KeepsUpdates => (IsShared || Volatile.Read(ref _turns) > 0) && StateScope.Find(this) is null;

    private T Replace<T>(StateSlot<T> slot, T value, Func<T?, T>? update)
        where T : class, IAgentSessionState<T>
    {
        if (value is null)
        {
            throw new InvalidOperationException($"The update of state '{T.StateKey}' returned null; use Clear to empty the slot.");
        }

        if (update is null)
        {
            slot.Assign(value, ++_assignments);
        }
        else
        {
            slot.Assign(value, update, ++_assignments);
        }

        return value;
    }

    private static Func<T?, T> OfAbsentToo<T>(Func<T, T> update)
        where T : class, IAgentSessionState<T> => value => update(value ?? T.CreateState()!);

    private StateLayer Layer(out bool inTurn)
    {
        var slots = StateScope.Find(this)?.Slots;
        inTurn = slots is not null;
        return slots ?? _outside;
    }

    private StateSlot<T> Slot<T>()
        where T : class, IAgentSessionState<T>
    {
        var layer = Layer(out var inTurn);
        var existing = layer.Find(T.StateKey);
        if (existing is null)
        {
            existing = inTurn ? _outside.Find(T.StateKey) : null;
            ThrowIfInUseAsAnother<T>(existing);
            existing = StateSlot<T>.From(existing, Stored.GetValueOrDefault(T.StateKey), assignedAt: 0, madeAt: _assignments);
            layer.Put(T.StateKey, existing);
        }
        else if (existing is RawStateSlot)
        {
            existing = StateSlot<T>.From(existing, stored: null, existing.AssignedAt, existing.MadeAt);
            layer.Put(T.StateKey, existing);
        }

        ThrowIfInUseAsAnother<T>(existing);
        var slot = (StateSlot<T>)existing;
        layer.Publish(slot);
        return slot;
    }

    private static void ThrowIfInUseAsAnother<T>(StateSlot? slot)
        where T : class, IAgentSessionState<T>
    {
        if (slot?.ValueType is { } other && other != typeof(T))
        {
            throw new InvalidOperationException(
                $"State '{T.StateKey}' is in use as {other} and cannot be used as {typeof(T)} too. Give one of the types a Key of its own.");
        }
    }

    private bool Empty(string key)
    {
        var layer = Layer(out _);
        var slot = Find(key) ?? new RawStateSlot(Stored.GetValueOrDefault(key) ?? new StateValue(key, 1, null), assignedAt: 0);
        layer.Put(key, slot.Emptied(key, ++_assignments));
        return slot.IsPresent;
    }

    /// <summary>A slot's value as the caller sees it: the turn's, else the one outside, else the stored one.</summary>
    private StateValue? Visible(string key) => Find(key) is { } slot ? slot.Current() : Stored.GetValueOrDefault(key);

    private StateSlot? Find(string key) => Layer(out _).Find(key) ?? _outside.Find(key);
}
