using System.Xml.Linq;

namespace Sessions.Package.Tests;

/// <summary>A project that pins what Microsoft.Extensions.AI asks for can add the packages.</summary>
public sealed class DependencyFloorTests(PackedPackages packages)
{
    private const string Project = "Pinned.csproj";
    private const string Asked = "microsoft.extensions.ai/10.11.0/microsoft.extensions.ai.nuspec";

    private readonly ConsumerProject _project = packages.Copy("Pinned");

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public async Task No_package_asks_for_more_than_Microsoft_Extensions_AI(string framework)
    {
        await _project.ReplaceAsync(Project, "net8.0", framework);
        (await _project.DotnetAsync("restore")).OrThrow();

        var floors = await ReadFloorsAsync(framework);
        Assert.Contains("Microsoft.Extensions.Logging.Abstractions", floors.Select(floor => floor.Id));
        await _project.ReplaceAsync(
            Project,
            "  </ItemGroup>",
            string.Concat(floors.Select(floor => Reference(floor.Id, floor.Version)).Concat(packages.Ids.Select(id => Reference(id, packages.Version)))) + "  </ItemGroup>");

        (await _project.DotnetAsync("restore")).OrThrow();
    }

    private static string Reference(string id, string version) => $"    <PackageReference Include=\"{id}\" Version=\"{version}\" />\n";

    private async Task<List<(string Id, string Version)>> ReadFloorsAsync(string framework)
    {
        var folder = new[] { packages.Cache, PackedPackages.MachineCache }.First(cache => File.Exists(Path.Combine(cache, Asked)));
        await using var nuspec = File.OpenRead(Path.Combine(folder, Asked));
        var document = await XDocument.LoadAsync(nuspec, LoadOptions.None, TestContext.Current.CancellationToken);
        return [.. document.Descendants()
            .Single(group => group.Name.LocalName == "group" && group.Attribute("targetFramework")!.Value == framework)
            .Elements()
            .Select(dependency => (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value))];
    }
}
