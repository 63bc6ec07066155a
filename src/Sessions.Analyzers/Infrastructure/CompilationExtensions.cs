using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

internal static class CompilationExtensions
{
    /// <summary>
    /// Finds the type of a name that code of the compilation can name: its own first, then the one public type of its
    /// references. <c>GetTypeByMetadataName</c> finds nothing where two references have the type, visible or not.
    /// </summary>
    public static INamedTypeSymbol? GetBestTypeByMetadataName(this Compilation compilation, string metadataName)
    {
        if (compilation.Assembly.GetTypeByMetadataName(metadataName) is { } own)
        {
            return own;
        }

        var visible = compilation.GetTypesByMetadataName(metadataName).Where(type => type.DeclaredAccessibility == Accessibility.Public).Take(2).ToList();
        return visible.Count == 1 ? visible[0] : null;
    }
}
