namespace TwoHosts.Processes;

/// <summary>There is no database to run on.</summary>
internal sealed class DatabaseMissingException() : Exception(
    """
    PostgreSQL is not installed. Install it (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql), or name a database
    in SESSIONS_POSTGRES, such as "Host=localhost;Database=app;Username=app". A schema of it is used, and dropped at the end.
    """);
