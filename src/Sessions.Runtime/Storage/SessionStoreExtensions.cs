namespace Sessions;

/// <summary>What is put round stores.</summary>
public static class SessionStoreExtensions
{
    /// <summary>
    /// Lets the sessions of a store expire. From then on they are absent; <see cref="SessionStore.PurgeAsync"/> removes them, which
    /// <c>AddSessionPurge</c> calls from time to time.
    /// </summary>
    /// <remarks>
    /// It counts for what is committed through the store that is returned, so an agent has to be given that. A session that a store has
    /// already gets its time with its next commit if it is sliding, and none if it is fixed.
    /// </remarks>
    /// <param name="store">The store.</param>
    /// <param name="expiration">How long sessions last.</param>
    public static SessionStore WithExpiration(this SessionStore store, SessionExpiration expiration)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(expiration);
        return new ExpiringSessionStore(store, expiration);
    }
}
