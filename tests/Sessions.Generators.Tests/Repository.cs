using System.Reflection;

namespace Sessions.Generators.Tests;

/// <summary>What the build knows of the places of files.</summary>
internal static class Repository
{
    /// <summary>The path of one of the repository's files.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Metadata("RepositoryRoot"), .. parts]);

    public static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
