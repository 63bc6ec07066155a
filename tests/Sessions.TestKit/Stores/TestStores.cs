namespace Sessions.TestKit;

/// <summary>Makes the stores of a test, and takes away what they leave behind.</summary>
public abstract class TestStores : IDisposable
{
    /// <summary>Makes a store for one session; <see langword="null"/> if no store is to keep it.</summary>
    public abstract SessionStore? CreateStore();

    /// <summary>The store that was made last, as another process opens it.</summary>
    public virtual SessionStore OpenElsewhere(SessionStore store) => new AnotherProcess(store);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Sessions that no store keeps: they live in memory, and go elsewhere as JSON.</summary>
public sealed class NoStores : TestStores
{
    public override SessionStore? CreateStore() => null;
}

/// <summary>Stores in memory.</summary>
public sealed class InMemoryStores : TestStores
{
    public override SessionStore CreateStore() => new InMemorySessionStore();
}
