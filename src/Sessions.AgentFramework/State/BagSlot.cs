using System.Diagnostics.CodeAnalysis;

namespace Sessions.AgentFramework.State;

/// <summary>One slot of a state bag.</summary>
internal abstract class BagSlot
{
    private static int _lastIndex = -1;

    private volatile bool _isShown;

    /// <summary>Whether the object that the bag has under the key, if it has one of the type, is the value: it is read without asking the slot.</summary>
    public bool IsShown
    {
        get => _isShown;
        protected set => _isShown = value;
    }

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

/// <summary>The slot of a state type. Safe for concurrent use.</summary>
internal abstract class BagSlot<T> : BagSlot
    where T : class, IAgentSessionState<T>
{
    /// <summary>Where a <see cref="BagState"/> has the slot of the type.</summary>
    public static readonly int Index = NewIndex();

    public override string Key { get; } = T.StateKey;

    public override Type ValueType => typeof(T);

    /// <summary>The value, if it is at hand without a lock, and not as the bag shows it.</summary>
    public virtual T? Read() => null;

    public abstract T GetOrCreate();

    public abstract bool TryGet([NotNullWhen(true)] out T? value);

    public abstract void Set(T value);

    public abstract T Update(Func<T, T> update);

    public abstract T AddOrUpdate(Func<T?, T> update);

    public abstract bool Clear();
}
