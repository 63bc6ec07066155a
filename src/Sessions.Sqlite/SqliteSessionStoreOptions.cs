namespace Sessions;

/// <summary>How a <see cref="SqliteSessionStore"/> uses its file.</summary>
public sealed class SqliteSessionStoreOptions
{
    /// <summary>What a commit waits for. <see cref="SqliteSynchronousMode.Full"/> is the default.</summary>
    public SqliteSynchronousMode SynchronousMode { get; set; }

    /// <summary>The clock that sessions and steps expire by; the system's by default.</summary>
    public TimeProvider? TimeProvider { get; set; }
}

/// <summary>What a commit waits for before it says that it is written.</summary>
public enum SqliteSynchronousMode
{
    /// <summary>For the disk: what was acknowledged is there after a power cut.</summary>
    Full = 0,

    /// <summary>
    /// For the operating system alone: what was acknowledged is there when the process dies. A power cut may take the latest turns, of
    /// the last moments before it; it leaves no session torn or unreadable.
    /// </summary>
    Normal = 1,
}
