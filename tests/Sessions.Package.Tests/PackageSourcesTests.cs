using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Sessions.Package.Tests;

/// <summary>That a package leads to the sources it was made of, and to nothing of the machine that made it.</summary>
public sealed class PackageSourcesTests(PackedPackages packages)
{
    private const string Repository = "https://github.com/sessions-dotnet/sessions";
    private const string Root = "/_/";
    private const string Files = "https://raw.githubusercontent.com/sessions-dotnet/sessions";

    [Fact]
    public void Source_Link_leads_to_the_repository_at_the_commit()
    {
        SkipWithoutHistory();
        ForEachAssembly((package, _, compiled) =>
        {
            Assert.NotNull(compiled.SourceLink);
            var documents = JsonNode.Parse(compiled.SourceLink)!["documents"]!.AsObject();
            Assert.Equal($"{Files}/{CommitOf(package)}/*", (string?)documents[Root + "*"]);
        });
    }

    [Fact]
    public void A_source_is_in_the_repository_or_in_the_symbols() => ForEachAssembly((_, _, compiled) =>
    {
        Assert.All(compiled.Sources, source => Assert.StartsWith(Root, source.Path, StringComparison.Ordinal));
        var written = compiled.Sources.Where(source => !IsOfAGenerator(source)).ToList();
        Assert.NotEmpty(written);
        Assert.All(written, source => Assert.True(source.IsEmbedded || File.Exists(Path.Combine(PackedPackages.RepositoryRoot, source.Path[Root.Length..])), $"{source.Path} is nowhere."));
    });

    [Fact]
    public void A_build_is_deterministic() => ForEachAssembly((_, _, compiled) => Assert.True(compiled.IsDeterministic));

    [Fact]
    public void Name_package_and_assemblies_have_one_version()
    {
        var folder = Directory.CreateTempSubdirectory("sessions-version-");
        try
        {
            ForEachAssembly((package, assembly, _) =>
            {
                var version = package.Element("version").Value;
                var copy = Path.Combine(folder.FullName, Path.GetFileName(assembly));
                File.WriteAllBytes(copy, package.Read(assembly));

                Assert.Equal($"{package.Element("id").Value}.{version}.nupkg", package.Name);
                Assert.Equal(packages.Version, version);
                Assert.All(package.Dependencies("Sessions."), dependency => Assert.Equal(version, dependency.Attribute("version")!.Value));
                Assert.Equal(version, FileVersionInfo.GetVersionInfo(copy).ProductVersion?.Split('+')[0]);
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void No_file_has_a_path_of_the_machine() => Assert.All(packages.AllWithSymbols, package =>
    {
        using (package)
        {
            string[] paths = [PackedPackages.RepositoryRoot.TrimEnd(Path.DirectorySeparatorChar), PackedPackages.MachineCache];
            Assert.All(package.AllFiles, file => Assert.All(paths, path => Assert.False(Has(package.Read(file), path), $"{file} has '{path}' in it.")));
        }
    });

    private static bool Has(ReadOnlySpan<byte> content, string path) => content.IndexOf(Encoding.UTF8.GetBytes(path)) >= 0 || content.IndexOf(Encoding.Unicode.GetBytes(path)) >= 0;

    /// <summary>The compiler puts these nowhere, and nobody steps into them.</summary>
    private static bool IsOfAGenerator(CompiledSource source) => source.Path.EndsWith(".g.cs", StringComparison.Ordinal) && source.Path.Contains("/obj/", StringComparison.Ordinal);

    private static string CommitOf(PackageArchive package)
    {
        var repository = package.Element("repository");
        Assert.Equal(Repository, repository.Attribute("url")?.Value);
        var commit = repository.Attribute("commit")?.Value;
        Assert.Matches("^[0-9a-f]{40}$", commit);
        return commit!;
    }

    /// <summary>Sources from an archive have no commit that a package could name.</summary>
    private static void SkipWithoutHistory() => Assert.SkipUnless(Path.Exists(Path.Combine(PackedPackages.RepositoryRoot, ".git")), "The sources have no history: they are no clone of the repository.");

    private void ForEachAssembly(Action<PackageArchive, string, CompiledSources> assert) => Assert.All(packages.All, package =>
    {
        using (package)
        {
            using var symbols = packages.Open(Path.ChangeExtension(package.Name, ".snupkg"));
            Assert.NotEmpty(package.Assemblies);
            Assert.All(package.Assemblies, assembly => assert(package, assembly, CompiledSources.Read(package, symbols, assembly)));
        }
    });
}
