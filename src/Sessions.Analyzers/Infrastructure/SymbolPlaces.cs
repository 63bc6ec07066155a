using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

internal static class SymbolPlaces
{
    /// <summary>Where the user wrote the symbol's name: a type has a declaration in its generated half too.</summary>
    public static Location Place(this ISymbol symbol) =>
        symbol.Locations.FirstOrDefault(location => location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) != true) ?? Location.None;
}
