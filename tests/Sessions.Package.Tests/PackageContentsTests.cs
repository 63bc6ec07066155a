using System.IO.Compression;
using System.Xml.Linq;

namespace Sessions.Package.Tests;

/// <summary>What the packages have in them: no file too few, and none that only happened to be there.</summary>
public sealed class PackageContentsTests(PackedPackages packages)
{
    [Fact]
    public void The_runtime_package_carries_generator_analyzers_code_fixes_and_build_support() => AssertFiles(
        "Sessions.Runtime",
        "README.md",
        "analyzers/dotnet/cs/Sessions.Analyzers.dll",
        "analyzers/dotnet/cs/Sessions.Generators.dll",
        "analyzers/dotnet/roslyn4.14/cs/Sessions.CodeFixes.dll",
        "build/Sessions.Runtime.targets",
        "buildMultiTargeting/Sessions.Runtime.targets",
        "buildTransitive/Sessions.Runtime.targets",
        "lib/net10.0/Sessions.Runtime.dll",
        "lib/net10.0/Sessions.Runtime.xml",
        "lib/net8.0/Sessions.Runtime.dll",
        "lib/net8.0/Sessions.Runtime.xml");

    [Fact]
    public void The_package_of_the_SQLite_store_carries_the_store() => AssertFiles(
        "Sessions.Sqlite",
        "README.md",
        "lib/net10.0/Sessions.Sqlite.dll",
        "lib/net10.0/Sessions.Sqlite.xml",
        "lib/net8.0/Sessions.Sqlite.dll",
        "lib/net8.0/Sessions.Sqlite.xml");

    [Fact]
    public void The_runtime_package_depends_on_abstractions_alone()
    {
        using var package = Open("Sessions.Runtime");
        using var nuspec = package.GetEntry("Sessions.Runtime.nuspec")!.Open();
        var dependencies = XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency").Select(dependency => dependency.Attribute("id")!.Value).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(["Microsoft.Extensions.AI.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"], dependencies);
    }

    private void AssertFiles(string id, params string[] expected)
    {
        using var package = Open(id);
        var files = package.Entries.Select(entry => entry.FullName).Where(name => !IsOfTheFormat(name, id)).Order(StringComparer.Ordinal);

        Assert.Equal(expected, files);
    }

    /// <summary>What every package has, whatever it is for.</summary>
    private static bool IsOfTheFormat(string name, string id) =>
        name == "[Content_Types].xml" || name == $"{id}.nuspec" || name.StartsWith("_rels/", StringComparison.Ordinal) || name.StartsWith("package/", StringComparison.Ordinal);

    private ZipArchive Open(string id) => ZipFile.OpenRead(Directory.EnumerateFiles(packages.Feed, id + ".*.nupkg").Single());
}
