using System.Diagnostics.CodeAnalysis;

namespace Sessions.AgentFramework.State;

/// <summary>A slot whose value is in the bag, or beside it. Guarded by the lock of its <see cref="BagState"/>.</summary>
internal abstract class HeldBagSlot<T>(BagState state) : BagSlot<T>
    where T : class, IAgentSessionState<T>
{
    /// <summary>Guards the slots of the bag.</summary>
    protected BagState State => state;

    public override T GetOrCreate()
    {
        lock (state)
        {
            return Load() ?? Keep(Create());
        }
    }

    public override bool TryGet([NotNullWhen(true)] out T? value)
    {
        lock (state)
        {
            value = LoadIfPresent();
            return value is not null;
        }
    }

    public override void Set(T value)
    {
        lock (state)
        {
            _ = Load();
            Put(value);
        }
    }

    public override T Update(Func<T, T> update)
    {
        lock (state)
        {
            return Replace(update(Load() ?? Create()));
        }
    }

    public override T AddOrUpdate(Func<T?, T> update)
    {
        lock (state)
        {
            return Replace(update(LoadIfPresent()));
        }
    }

    public override bool Clear()
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
