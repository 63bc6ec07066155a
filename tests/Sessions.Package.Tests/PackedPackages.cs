using System.Reflection;

namespace Sessions.Package.Tests;

/// <summary>
/// The packages, in a folder feed beside which projects use them as a user would: those in the folder that SESSIONS_PACKAGES names,
/// which is how a release checks its own, or else packed once in the same way.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private const string RuntimePrefix = "Sessions.Runtime.";

    private static readonly string? Given = Environment.GetEnvironmentVariable("SESSIONS_PACKAGES");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-package-");
    private int _projects;

    public static string RepositoryRoot { get; } = Path.GetFullPath(
        typeof(PackedPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    /// <summary>Where this machine has the packages of others.</summary>
    public static string MachineCache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public string Feed => string.IsNullOrEmpty(Given) ? Path.Combine(_root.FullName, "feed") : Path.GetFullPath(Given, RepositoryRoot);

    /// <summary>The version that they have.</summary>
    public string Version => Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Feed, RuntimePrefix + "*.nupkg").Single())[RuntimePrefix.Length..];

    /// <summary>Where the projects have what they restore.</summary>
    public string Cache => Path.Combine(_root.FullName, "packages");

    /// <summary>The names of the packages.</summary>
    public IEnumerable<string> Ids => Directory.EnumerateFiles(Feed, "*.nupkg").Select(path => Path.GetFileName(path)[..^$".{Version}.nupkg".Length]);

    internal IEnumerable<PackageArchive> All => Directory.EnumerateFiles(Feed, "*.nupkg").Select(path => new PackageArchive(path));

    internal IEnumerable<PackageArchive> AllWithSymbols => All.Concat(Directory.EnumerateFiles(Feed, "*.snupkg").Select(path => new PackageArchive(path)));

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrEmpty(Given))
        {
            foreach (var project in ReleasedProjects())
            {
                (await CommandLine.RunAsync(RepositoryRoot, "dotnet", "pack", project, "--configuration", "Release", "--output", Feed)).OrThrow();
            }
        }

        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "nuget.config"), NuGetConfig());

        // The repository's settings must not reach a project that only happens to lie below it.
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "Directory.Build.props"), $"<Project><PropertyGroup><SessionsVersion>{Version}</SessionsVersion></PropertyGroup></Project>");
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

    internal PackageArchive Open(string pattern) => new(Directory.EnumerateFiles(Feed, pattern).Single());

    private static IEnumerable<string> ReleasedProjects() => Directory.EnumerateFiles(Path.Combine(RepositoryRoot, "src"), "*.csproj", SearchOption.AllDirectories)
        .Where(project => File.ReadAllText(project).Contains("<IsPackable>true</IsPackable>", StringComparison.Ordinal));

    /// <summary>
    /// Sessions comes from the feed alone. Everything else may be taken from where this machine already has it, so that the test
    /// does not download what the build has just downloaded.
    /// </summary>
    private string NuGetConfig() => $"""
        <configuration>
          <config>
            <add key="globalPackagesFolder" value="{Cache}" />
          </config>
          <packageSources>
            <add key="sessions" value="{Feed}" />
          </packageSources>
          <fallbackPackageFolders>
            <add key="machine" value="{MachineCache}" />
          </fallbackPackageFolders>
        </configuration>
        """;
}
