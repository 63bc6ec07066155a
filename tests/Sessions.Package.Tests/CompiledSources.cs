using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Sessions.Package.Tests;

/// <summary>A source that an assembly was compiled from, as a debugger looks for it.</summary>
/// <param name="Path">Its path, as the compiler wrote it.</param>
/// <param name="IsEmbedded">Whether its text is in the symbols.</param>
internal sealed record CompiledSource(string Path, bool IsEmbedded);

/// <summary>What an assembly and its symbols say of the sources.</summary>
internal sealed record CompiledSources(IReadOnlyList<CompiledSource> Sources, string? SourceLink, bool IsDeterministic)
{
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSourceKind = new("0E8A571B-6926-466E-B4AD-8AB046611F5E");

    /// <summary>Reads them out of the assembly, or out of the symbols that lie beside it in the package of the symbols.</summary>
    public static CompiledSources Read(PackageArchive package, PackageArchive symbols, string assembly)
    {
        using var portableExecutable = new PEReader(ImmutableArray.Create(package.Read(assembly)));
        var entries = portableExecutable.ReadDebugDirectory();
        var embedded = entries.FirstOrDefault(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = embedded.DataSize > 0
            ? portableExecutable.ReadEmbeddedPortablePdbDebugDirectoryData(embedded)
            : MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(symbols.Read(Path.ChangeExtension(assembly, ".pdb"))));
        var reader = provider.GetMetadataReader();

        return new CompiledSources(
            [.. reader.Documents.Select(document => new CompiledSource(
                reader.GetString(reader.GetDocument(document).Name),
                Information(reader, document, EmbeddedSourceKind).Any()))],
            Information(reader, EntityHandle.ModuleDefinition, SourceLinkKind).Select(Encoding.UTF8.GetString).SingleOrDefault(),
            entries.Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible));
    }

    private static IEnumerable<byte[]> Information(MetadataReader reader, EntityHandle owner, Guid kind) =>
        from handle in reader.GetCustomDebugInformation(owner)
        let information = reader.GetCustomDebugInformation(handle)
        where reader.GetGuid(information.Kind) == kind
        select reader.GetBlobBytes(information.Value);
}
