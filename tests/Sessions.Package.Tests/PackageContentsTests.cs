using System.Buffers.Binary;

namespace Sessions.Package.Tests;

/// <summary>What the packages have in them: no file too few, and none that only happened to be there.</summary>
public sealed class PackageContentsTests(PackedPackages packages)
{
    [Fact]
    public void The_runtime_package_carries_generator_analyzers_code_fixes_and_build_support() => AssertFiles(
        "Sessions.Runtime.*.nupkg",
        "README.md",
        "analyzers/dotnet/cs/Sessions.Analyzers.dll",
        "analyzers/dotnet/cs/Sessions.Generators.dll",
        "analyzers/dotnet/roslyn4.14/cs/Sessions.CodeFixes.dll",
        "buildMultiTargeting/Sessions.Runtime.targets",
        "buildTransitive/Sessions.Runtime.targets",
        "buildTransitive/net8.0/Sessions.Runtime.targets",
        "icon.png",
        "lib/net10.0/Sessions.Runtime.dll",
        "lib/net10.0/Sessions.Runtime.xml",
        "lib/net8.0/Sessions.Runtime.dll",
        "lib/net8.0/Sessions.Runtime.xml");

    [Fact]
    public void The_package_of_the_SQLite_store_carries_the_store() => AssertFiles(
        "Sessions.Sqlite.*.nupkg",
        "README.md",
        "icon.png",
        "lib/net10.0/Sessions.Sqlite.dll",
        "lib/net10.0/Sessions.Sqlite.xml",
        "lib/net8.0/Sessions.Sqlite.dll",
        "lib/net8.0/Sessions.Sqlite.xml");

    [Fact]
    public void The_package_of_the_PostgreSQL_store_carries_the_store() => AssertFiles(
        "Sessions.PostgreSql.*.nupkg",
        "README.md",
        "icon.png",
        "lib/net10.0/Sessions.PostgreSql.dll",
        "lib/net10.0/Sessions.PostgreSql.xml",
        "lib/net8.0/Sessions.PostgreSql.dll",
        "lib/net8.0/Sessions.PostgreSql.xml");

    [Fact]
    public void The_package_for_Microsoft_Agent_Framework_carries_the_bridge() => AssertFiles(
        "Sessions.AgentFramework.*.nupkg",
        "README.md",
        "icon.png",
        "lib/net10.0/Sessions.AgentFramework.dll",
        "lib/net10.0/Sessions.AgentFramework.xml",
        "lib/net8.0/Sessions.AgentFramework.dll",
        "lib/net8.0/Sessions.AgentFramework.xml");

    [Fact]
    public void The_package_for_tests_carries_itself_alone_and_knows_no_test_framework()
    {
        AssertFiles(
            "Sessions.Testing.*.nupkg",
            "README.md",
            "icon.png",
            "lib/net10.0/Sessions.Testing.dll",
            "lib/net10.0/Sessions.Testing.xml",
            "lib/net8.0/Sessions.Testing.dll",
            "lib/net8.0/Sessions.Testing.xml");

        using var package = packages.Open("Sessions.Testing.*.nupkg");
        var dependencies = package.Dependencies().Select(dependency => dependency.Attribute("id")!.Value).ToList();
        Assert.Contains("Sessions.Runtime", dependencies);
        Assert.All(dependencies.Where(id => id != "Sessions.Runtime"), id => Assert.StartsWith("Microsoft.Extensions.", id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sessions.Runtime")]
    [InlineData("Sessions.Sqlite")]
    [InlineData("Sessions.PostgreSql")]
    [InlineData("Sessions.Testing")]
    [InlineData("Sessions.AgentFramework")]
    public void The_symbols_of_a_library_are_a_package_of_their_own(string id) => AssertFiles(
        $"{id}.*.snupkg",
        $"lib/net10.0/{id}.pdb",
        $"lib/net8.0/{id}.pdb");

    [Fact]
    public void The_runtime_package_depends_on_the_extensions_that_it_is_made_of_alone()
    {
        using var package = packages.Open("Sessions.Runtime.*.nupkg");
        var dependencies = package.Dependencies().Select(dependency => dependency.Attribute("id")!.Value).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "Microsoft.Extensions.AI",
                "Microsoft.Extensions.AI.Abstractions",
                "Microsoft.Extensions.DependencyInjection.Abstractions",
                "Microsoft.Extensions.Diagnostics.HealthChecks",
                "Microsoft.Extensions.Hosting.Abstractions",
                "Microsoft.Extensions.Logging.Abstractions",
            ],
            dependencies);
    }

    /// <summary>What works at compile time is in the package of the runtime, and reaches who adds this one.</summary>
    [Fact]
    public void The_package_for_Microsoft_Agent_Framework_lets_through_what_works_at_compile_time()
    {
        using var package = packages.Open("Sessions.AgentFramework.*.nupkg");
        var dependencies = package.Dependencies()
            .Select(dependency => (Id: dependency.Attribute("id")!.Value, Version: dependency.Attribute("version")!.Value, Kept: dependency.Attribute("exclude")?.Value))
            .Where(dependency => !dependency.Id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal))
            .Distinct()
            .Order();

        Assert.Equal([("Microsoft.Agents.AI", "1.28.0", "Build,Analyzers"), ("Sessions.Runtime", packages.Version, "Build")], dependencies);
    }

    [Fact]
    public void Every_package_says_what_a_gallery_shows() => Assert.All(packages.All, package =>
    {
        using (package)
        {
            Assert.Equal("MIT", package.Element("license").Value);
            Assert.Equal("README.md", package.Element("readme").Value);
            Assert.NotEmpty(package.Element("description").Value);
            Assert.Equal("icon.png", package.Element("icon").Value);
            Assert.Equal((128, 128), SizeOfImage(package.Read("icon.png")));
        }
    });

    private void AssertFiles(string pattern, params string[] expected)
    {
        using var package = packages.Open(pattern);

        Assert.Equal(expected, package.Files);
    }

    /// <summary>A PNG begins with eight bytes of signature, and eight of the block that has its size.</summary>
    private static (int Width, int Height) SizeOfImage(byte[] png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}
