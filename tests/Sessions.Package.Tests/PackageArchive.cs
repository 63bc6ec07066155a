using System.IO.Compression;
using System.Xml.Linq;

namespace Sessions.Package.Tests;

/// <summary>A package, or the package of its symbols, opened.</summary>
internal sealed class PackageArchive(string path) : IDisposable
{
    private readonly ZipArchive _archive = ZipFile.OpenRead(path);

    public string Name => Path.GetFileName(path);

    /// <summary>What is in it, but for what every package has, whatever it is for.</summary>
    public IEnumerable<string> Files => AllFiles.Where(name => !IsOfTheFormat(name)).Order(StringComparer.Ordinal);

    public IEnumerable<string> AllFiles => _archive.Entries.Select(entry => entry.FullName);

    public IEnumerable<string> Assemblies => Files.Where(name => name.EndsWith(".dll", StringComparison.Ordinal));

    /// <summary>What the package says of itself.</summary>
    public XElement Metadata
    {
        get
        {
            using var nuspec = new MemoryStream(Read(AllFiles.Single(name => name.EndsWith(".nuspec", StringComparison.Ordinal))));
            return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
        }
    }

    public XElement Element(string name) => Metadata.Elements().Single(element => element.Name.LocalName == name);

    public IEnumerable<XElement> Dependencies(string prefix = "") => Metadata.Descendants()
        .Where(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value.StartsWith(prefix, StringComparison.Ordinal));

    public byte[] Read(string name)
    {
        using var content = (_archive.GetEntry(name) ?? throw new FileNotFoundException($"'{Name}' has no '{name}'.")).Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    public void Dispose() => _archive.Dispose();

    private static bool IsOfTheFormat(string name) =>
        name == "[Content_Types].xml" || name.EndsWith(".nuspec", StringComparison.Ordinal) || name.StartsWith("_rels/", StringComparison.Ordinal) || name.StartsWith("package/", StringComparison.Ordinal);
}
