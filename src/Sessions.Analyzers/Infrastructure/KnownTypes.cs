using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers;

/// <summary>The types that the rules are about, as far as a compilation has them.</summary>
internal sealed class KnownTypes(Compilation compilation)
{
    public INamedTypeSymbol? StateAttribute { get; } = compilation.GetBestTypeByMetadataName("Sessions.AgentSessionStateAttribute");

    public INamedTypeSymbol? HistoryProviderAttribute { get; } = compilation.GetBestTypeByMetadataName("Sessions.HistoryProviderAttribute");

    /// <summary>The agent types of the compilation; <see langword="null"/> where there are none.</summary>
    public AgentTypes? Agents { get; } = AgentTypes.Find(compilation);
}
