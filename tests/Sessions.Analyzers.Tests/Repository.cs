namespace Sessions.Analyzers.Tests;

/// <summary>The repository's files, which some tests hold the rules against.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot(string directory) =>
        File.Exists(Path.Combine(directory, "Sessions.sln")) ? directory : FindRoot(Path.GetDirectoryName(directory)!);
}
