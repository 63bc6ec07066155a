namespace Sessions;

/// <summary>How long sessions last.</summary>
/// <example>
/// <code>
/// SessionStore store = new SqliteSessionStore("Data Source=sessions.db").WithExpiration(SessionExpiration.Sliding(TimeSpan.FromDays(30)));
/// </code>
/// </example>
public sealed record SessionExpiration
{
    private SessionExpiration(TimeSpan lifetime, bool isSliding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        (Lifetime, IsSliding) = (lifetime, isSliding);
    }

    /// <summary>How long a session lasts, from its creation or from its latest commit.</summary>
    public TimeSpan Lifetime { get; }

    /// <summary>Whether each commit begins the time anew.</summary>
    public bool IsSliding { get; }

    /// <summary>A session expires so long after it was created, whatever is said in it.</summary>
    /// <param name="lifetime">How long.</param>
    public static SessionExpiration Fixed(TimeSpan lifetime) => new(lifetime, isSliding: false);

    /// <summary>A session expires so long after its latest commit.</summary>
    /// <param name="lifetime">How long.</param>
    public static SessionExpiration Sliding(TimeSpan lifetime) => new(lifetime, isSliding: true);

    /// <summary>When what begins at a time expires; at the end of all times where there is no later one.</summary>
    internal DateTimeOffset After(DateTimeOffset time) => DateTimeOffset.MaxValue - time > Lifetime ? time + Lifetime : DateTimeOffset.MaxValue;
}
