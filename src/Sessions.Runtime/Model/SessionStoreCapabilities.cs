namespace Sessions.Storage;

/// <summary>What a store can do besides what every store does.</summary>
[Flags]
public enum SessionStoreCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It finds sessions by the words in their messages: <see cref="SessionQuery.Text"/>.</summary>
    TextSearch = 1,

    /// <summary>
    /// It keeps leases, by which the processes that share it take turns on a session: <see cref="SessionOpening.Lease"/>, <see cref="SessionCommit.Lease"/>
    /// and <see cref="SessionStore.ReleaseLeaseAsync"/>. Their time is measured by the store's clock, of which there is one.
    /// A lease that the store forgets, as after a crash, does no harm.
    /// </summary>
    Leases = 2,
}
