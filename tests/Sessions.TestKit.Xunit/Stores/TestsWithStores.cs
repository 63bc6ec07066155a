namespace Sessions.TestKit;

/// <summary>Tests of sessions that stores keep, or none: each project that has a store derives from them once for it.</summary>
public abstract class TestsWithStores(TestStores stores) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        stores.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a store for one session, if it is to have one.</summary>
    protected SessionStore? CreateStore() => stores.CreateStore();

    /// <summary>The store as another process opens it.</summary>
    protected SessionStore OpenElsewhere(SessionStore store) => stores.OpenElsewhere(store);
}
