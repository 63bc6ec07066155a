namespace Sessions.Roslyn;

/// <summary>The repository's files, which some tests hold the rules against.</summary>
public static class Repository
{
    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Reads a file.</summary>
    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot(string directory) =>
        File.Exists(Path.Combine(directory, "Sessions.sln")) ? directory : FindRoot(Path.GetDirectoryName(directory)!);
}
