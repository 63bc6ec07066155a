using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sessions.Analyzers.Providers;

/// <summary>The providers of this runtime and of Microsoft Agent Framework.</summary>
internal sealed class ProviderSymbols
{
    private const string FrameworkNamespace = "Microsoft.Agents.AI.";

    private static readonly string[] HistoryBases = ["Sessions.HistoryProvider", FrameworkNamespace + "ChatHistoryProvider"];
    private static readonly string[] ContextBases = ["Sessions.Agents.AIContextProvider", FrameworkNamespace + "AIContextProvider"];
    private static readonly string[] FrameworkBases = [FrameworkNamespace + "ChatHistoryProvider", FrameworkNamespace + "AIContextProvider"];

    private readonly ImmutableArray<INamedTypeSymbol> _historyProviders;
    private readonly ImmutableArray<INamedTypeSymbol> _providers;
    private readonly ImmutableArray<INamedTypeSymbol> _frameworkProviders;

    private ProviderSymbols(Compilation compilation)
    {
        _historyProviders = Resolve(HistoryBases);
        _providers = _historyProviders.AddRange(Resolve(ContextBases));
        _frameworkProviders = Resolve(FrameworkBases);

        ImmutableArray<INamedTypeSymbol> Resolve(IEnumerable<string> names) => names.Select(compilation.GetBestTypeByMetadataName).OfType<INamedTypeSymbol>().ToImmutableArray();
    }

    /// <summary>The symbols of a compilation; <see langword="null"/> where it has no kind of provider.</summary>
    public static ProviderSymbols? Find(Compilation compilation) => new ProviderSymbols(compilation) is { _providers.IsEmpty: false } symbols ? symbols : null;

    public bool HasFramework => !_frameworkProviders.IsEmpty;

    public bool IsProvider(INamedTypeSymbol type) => DerivesFromAny(type, _providers);

    public bool IsHistoryProvider(INamedTypeSymbol type) => DerivesFromAny(type, _historyProviders);

    public bool IsFrameworkProvider(INamedTypeSymbol type) => DerivesFromAny(type, _frameworkProviders);

    private static bool DerivesFromAny(INamedTypeSymbol type, ImmutableArray<INamedTypeSymbol> bases)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (bases.Contains(current, SymbolEqualityComparer.Default))
            {
                return true;
            }
        }

        return false;
    }
}
