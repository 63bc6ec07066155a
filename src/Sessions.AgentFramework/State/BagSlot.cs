using System.Diagnostics.CodeAnalysis;

namespace Sessions.AgentFramework.State;

/// <summary>One slot of a state bag.</summary>
internal abstract class BagSlot
{
    private static int _lastIndex = -1;

    /// <summary>The key of its value.</summary>
    public abstract string Key { get; }

    /// <summary>The type of its value.</summary>
    public abstract Type ValueType { get; }

    /// <summary>Whether it holds a value of its type.</summary>
    public abstract bool IsInUse { get; }

    /// <summary>What is thrown where something else has the key.</summary>
    public InvalidOperationException InUseAs(string other, Exception? inner = null) =>
        new($"State '{Key}' is in use as {other} and cannot be used as {ValueType} too. Give one of the types a Key of its own.", inner);

    /// <summary>The next number that no type has.</summary>
    protected static int NewIndex() => Interlocked.Increment(ref _lastIndex);
}

/// <summary>The slot of a state type. Guarded by the lock of its <see cref="BagState"/>, but for <see cref="Read"/>.</summary>
internal abstract class BagSlot<T>(BagState state) : BagSlot
    where T : class, IAgentSessionState<T>
{
    /// <summary>Where a <see cref="BagState"/> has the slot of the type.</summary>
    public static readonly int Index = NewIndex();

    public override string Key { get; } = T.StateKey;

    public override Type ValueType => typeof(T);

    /// <summary>Guards the slots of the bag.</summary>
    protected BagState State => state;

    /// <summary>The value, if it is at hand.</summary>
    public abstract T? Read();

    public T GetOrCreate()
    {
        lock (state)
        {
            return Load() ?? Keep(Create());
        }
    }

    public bool TryGet([NotNullWhen(true)] out T? value)
    {
        lock (state)
        {
            value = LoadIfPresent();
            return value is not null;
        }
    }

    public void Set(T value)
    {
        lock (state)
        {
            _ = Load();
            Put(value);
        }
    }

    public T Update(Func<T, T> update)
    {
        lock (state)
        {
            return Replace(update(Load() ?? Create()));
        }
    }

    public T AddOrUpdate(Func<T?, T> update)
    {
        lock (state)
        {
            return Replace(update(LoadIfPresent()));
        }
    }

    public bool Clear()
    {
        lock (state)
        {
            return Remove();
        }
    }

    /// <summary>The value, from wherever it is; <see langword="null"/> where there is none.</summary>
    protected abstract T? Load();

    /// <summary>Whether a value was set, rather than made to be read.</summary>
    protected abstract bool IsPresent(T value);

    /// <summary>Keeps a value that was made to be read: it counts once it is changed.</summary>
    protected abstract T Keep(T made);

    protected abstract void Put(T value);

    /// <summary>Empties the slot, and says whether a value was set.</summary>
    protected abstract bool Remove();

    private T? LoadIfPresent() => Load() is { } value && IsPresent(value) ? value : null;

    private T Replace(T value)
    {
        Put(value ?? throw new InvalidOperationException($"The update of state '{Key}' returned null; use Clear to empty the slot."));
        return value;
    }

    private T Create() => T.CreateState() ?? throw new InvalidOperationException(
        $"The session has no state '{Key}', and {typeof(T)} cannot be made without arguments. Set it first, or read it with TryGet.");
}
