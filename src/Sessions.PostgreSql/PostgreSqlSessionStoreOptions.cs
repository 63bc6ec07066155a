namespace Sessions;

/// <summary>How a <see cref="PostgreSqlSessionStore"/> uses its database.</summary>
public sealed class PostgreSqlSessionStoreOptions
{
    /// <summary>
    /// The schema of the database that the tables and functions are in: <c>sessions</c> by default. It has letters of ASCII, digits and
    /// underscores, does not begin with a digit, and has at most 63 of them.
    /// </summary>
    public string Schema { get; set; } = "sessions";

    /// <summary>
    /// Whether the store makes the schema, and brings it up to date, when it is first used and finds that it has to: it does by default. Where it is
    /// not to, run <see cref="PostgreSqlSessionStore.GetSchemaScript"/> before; the store fails until then, and says so.
    /// </summary>
    public bool CreateSchema { get; set; } = true;

    /// <summary>The clock that sessions and steps expire by; the system's by default.</summary>
    public TimeProvider? TimeProvider { get; set; }
}
