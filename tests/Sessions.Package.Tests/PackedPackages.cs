using System.Reflection;

namespace Sessions.Package.Tests;

/// <summary>The packages, packed once into a folder feed, beside which projects use them as a user would.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private const string RuntimePrefix = "Sessions.Runtime.";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-package-");
    private int _projects;

    public string Feed => Path.Combine(_root.FullName, "feed");

    public async ValueTask InitializeAsync()
    {
        foreach (var project in new[] { "Sessions.Runtime", "Sessions.Sqlite" })
        {
            (await CommandLine.RunAsync(RepositoryRoot, "dotnet", "pack", $"src/{project}", "--configuration", "Release", "--output", Feed)).OrThrow();
        }

        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "nuget.config"), NuGetConfig());

        // The repository's settings must not reach a project that only happens to lie below it.
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "Directory.Build.props"), $"<Project><PropertyGroup><SessionsVersion>{Version()}</SessionsVersion></PropertyGroup></Project>");
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "Directory.Packages.props"), "<Project />");
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return default;
    }

    /// <summary>A copy of a folder below <c>Consumers</c>, outside the repository.</summary>
    public ConsumerProject Copy(string consumer)
    {
        var folder = Path.Combine(_root.FullName, $"{consumer}{Interlocked.Increment(ref _projects)}");
        var source = Path.Combine(AppContext.BaseDirectory, "Consumers", consumer);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new ConsumerProject(folder);
    }

    private static string RepositoryRoot { get; } = Path.GetFullPath(
        typeof(PackedPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    private string Version() => Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Feed, RuntimePrefix + "*.nupkg").Single())[RuntimePrefix.Length..];

    /// <summary>
    /// Sessions comes from the feed alone. Everything else may be taken from where this machine already has it, so that the test
    /// does not download what the build has just downloaded.
    /// </summary>
    private string NuGetConfig()
    {
        var machineCache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(_root.FullName, "packages")}" />
              </config>
              <packageSources>
                <add key="sessions" value="{Feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{machineCache}" />
              </fallbackPackageFolders>
            </configuration>
            """;
    }
}
