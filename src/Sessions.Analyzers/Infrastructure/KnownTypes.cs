using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers;

/// <summary>The types that the rules are about, as far as a compilation has them.</summary>
internal sealed class KnownTypes(Compilation compilation)
{
    public INamedTypeSymbol? StateAttribute { get; } = compilation.GetBestTypeByMetadataName(RuntimeNames.AgentSessionStateAttribute);

    public INamedTypeSymbol? HistoryProviderAttribute { get; } = compilation.GetBestTypeByMetadataName(RuntimeNames.HistoryProviderAttribute);

    /// <summary>The agent types of the compilation; <see langword="null"/> where there are none.</summary>
    public AgentTypes? Agents { get; } = AgentTypes.Find(compilation);
}
