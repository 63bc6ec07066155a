using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers;

/// <summary>The attributes that the rules are about, as far as a compilation has them.</summary>
internal sealed class KnownTypes
{
    private static readonly ConditionalWeakTable<Compilation, KnownTypes> Compilations = new();

    private readonly Lazy<bool> _hasState;
    private readonly Lazy<bool> _hasProviders;

    private KnownTypes(Compilation compilation)
    {
        StateAttribute = compilation.GetBestTypeByMetadataName(RuntimeNames.AgentSessionStateAttribute);
        HistoryProviderAttribute = compilation.GetBestTypeByMetadataName(RuntimeNames.HistoryProviderAttribute);
        _hasState = new(() => StateAttribute is not null && (IsNamed(RuntimeNames.AgentSessionStateAttribute) || IsNamed(RuntimeNames.StateMigrationAttribute)));
        _hasProviders = new(() => HistoryProviderAttribute is not null && IsNamed(RuntimeNames.HistoryProviderAttribute));

        bool IsNamed(string metadataName) => AttributeNames.AreIn(compilation, metadataName.Substring(metadataName.LastIndexOf('.') + 1), CancellationToken.None);
    }

    public INamedTypeSymbol? StateAttribute { get; }

    public INamedTypeSymbol? HistoryProviderAttribute { get; }

    /// <summary>Whether the compilation may declare session state, or a step of its migration.</summary>
    public bool HasState => _hasState.Value;

    /// <summary>Whether the compilation may declare history providers.</summary>
    public bool HasProviders => _hasProviders.Value;

    /// <summary>Those of a compilation, which all analyzers share.</summary>
    public static KnownTypes Of(Compilation compilation) => Compilations.GetValue(compilation, static key => new KnownTypes(key));
}
