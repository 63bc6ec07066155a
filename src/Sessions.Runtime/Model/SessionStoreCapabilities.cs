namespace Sessions.Storage;

/// <summary>What a store can do besides what every store does.</summary>
[Flags]
public enum SessionStoreCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It finds sessions by the words in their messages: <see cref="SessionQuery.Text"/>.</summary>
    TextSearch = 1,
}
