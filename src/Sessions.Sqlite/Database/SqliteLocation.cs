using Microsoft.Data.Sqlite;

namespace Sessions;

/// <summary>The file of a database, however a connection string spells it: stores on one file keep the same sessions.</summary>
internal sealed record SqliteLocation
{
    // More links than this in one path are a circle, which the system refuses to open.
    private const int MaxLinks = 40;

    private SqliteLocation(string path) => Path = path;

    /// <summary>The real path, with links resolved.</summary>
    public string Path { get; }

    /// <summary>Finds the file that a connection string names.</summary>
    public static SqliteLocation Of(SqliteConnectionStringBuilder settings) => new(RealPath(FileOf(settings)));

    /// <summary>The path that a connection string names, with whatever links are in it.</summary>
    public static string FileOf(SqliteConnectionStringBuilder settings) => System.IO.Path.GetFullPath(FileOf(settings.DataSource));

    public bool Equals(SqliteLocation? other) => string.Equals(Path, other?.Path, Comparison);

    public override int GetHashCode() => Path.GetHashCode(Comparison);

    // Where names that differ by case are one file as a rule, taking two files for one costs no more than a wait.
    private static StringComparison Comparison => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The path in a data source, as Microsoft.Data.Sqlite and SQLite read it.</summary>
    private static string FileOf(string dataSource)
    {
        if (dataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            var path = dataSource["file:".Length..].Split('?', '#')[0];
            return Uri.UnescapeDataString(path.StartsWith("//", StringComparison.Ordinal) ? path[path.IndexOf('/', 2)..] : path);
        }

        return dataSource.StartsWith("|DataDirectory|", StringComparison.OrdinalIgnoreCase)
            ? System.IO.Path.Combine(AppDomain.CurrentDomain.GetData("DataDirectory") as string ?? AppContext.BaseDirectory, dataSource["|DataDirectory|".Length..].TrimStart('/', '\\'))
            : dataSource;
    }

    /// <summary>Follows the links in a path, directory by directory. What does not exist yet is no link.</summary>
    private static string RealPath(string path, int links = 0)
    {
        if (System.IO.Path.GetDirectoryName(path) is not { } directory)
        {
            return path;
        }

        var real = System.IO.Path.Combine(RealPath(directory, links), System.IO.Path.GetFileName(path));
        return links < MaxLinks && LinkTarget(real) is { } target
            ? RealPath(System.IO.Path.GetFullPath(target, System.IO.Path.GetDirectoryName(real)!), links + 1)
            : real;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A directory that may not be read. The file cannot be opened either, and that says more.
            return null;
        }
    }
}
