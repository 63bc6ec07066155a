using System.Reflection;

namespace Sessions.Package.Tests;

/// <summary>
/// The packages, packed into a folder feed, and a project outside the repository that uses them as a user would: restored from
/// that feed into a package cache of its own.
/// </summary>
public sealed class PackedConsumer : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sessions-package-");

    public string Feed => Path.Combine(_root.FullName, "feed");

    public string Folder => Path.Combine(_root.FullName, "consumer");

    public async ValueTask InitializeAsync()
    {
        foreach (var project in new[] { "Sessions.Runtime", "Sessions.Sqlite" })
        {
            var packed = await CommandLine.RunAsync(RepositoryRoot, "dotnet", "pack", $"src/{project}", "--configuration", "Release", "--output", Feed);
            packed.OrThrow();
        }

        Copy(Path.Combine(AppContext.BaseDirectory, "Consumer"), Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "nuget.config"), NuGetConfig());

        // The repository's settings must not reach a project that only happens to lie below it.
        await File.WriteAllTextAsync(Path.Combine(Folder, "Directory.Build.props"), $"<Project><PropertyGroup><SessionsVersion>{Version()}</SessionsVersion></PropertyGroup></Project>");
        await File.WriteAllTextAsync(Path.Combine(Folder, "Directory.Packages.props"), "<Project />");
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return default;
    }

    internal Task<CommandLine.Result> DotnetAsync(params string[] arguments) => CommandLine.RunAsync(Folder, "dotnet", arguments);

    private static string RepositoryRoot { get; } = Path.GetFullPath(
        typeof(PackedConsumer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private string Version()
    {
        const string Prefix = "Sessions.Runtime.";
        var package = Directory.EnumerateFiles(Feed, Prefix + "*.nupkg").Single();
        return Path.GetFileNameWithoutExtension(package)[Prefix.Length..];
    }

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
