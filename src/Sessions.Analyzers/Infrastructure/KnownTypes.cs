using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers;

/// <summary>The attributes that the rules are about, as far as a compilation has them.</summary>
internal sealed class KnownTypes(Compilation compilation)
{
    public INamedTypeSymbol? StateAttribute { get; } = compilation.GetBestTypeByMetadataName(RuntimeNames.AgentSessionStateAttribute);

    public INamedTypeSymbol? HistoryProviderAttribute { get; } = compilation.GetBestTypeByMetadataName(RuntimeNames.HistoryProviderAttribute);
}
