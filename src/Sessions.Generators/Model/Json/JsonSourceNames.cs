using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Sessions.Generators;

/// <summary>Which names in the sources of a compilation mean System.Text.Json's types.</summary>
internal sealed class JsonSourceNames
{
    private const string Prefix = "Json";

    // What is known of a compilation's names lives as long as it does.
    private static readonly ConditionalWeakTable<SourceNames, JsonSourceNames> Known = new();

    private readonly SourceNames _names;
    private readonly ConcurrentDictionary<string, bool> _attributes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _converters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> _types = new(StringComparer.Ordinal);

    private JsonSourceNames(SourceNames names) => _names = names;

    /// <summary>The names in the sources that a symbol is declared in; <see langword="null"/> if they are not at hand.</summary>
    public static JsonSourceNames? Of(ISymbol symbol) =>
        SourceNames.Of(symbol) is { } names ? Known.GetValue(names, static names => new(names)) : null;

    /// <summary>Whether an attribute may be one of System.Text.Json's.</summary>
    public bool CanMean(NameSyntax attribute) => _names.CanBegin(attribute, Prefix);

    /// <summary>Whether an attribute may be <c>[JsonConverter]</c>, or one that derives from it.</summary>
    public bool CanNameConverter(NameSyntax attribute) => _converters.GetOrAdd(
        SourceNames.Identifier(attribute),
        name => _names.IsAlias(name) || _names.FindTypes(name).Concat(_names.FindTypes(name + SourceNames.Attribute)).Any(JsonConverterAttributes.Is));

    /// <summary>Whether an attribute of a simple name can be nothing but System.Text.Json's.</summary>
    public bool IsAttribute(string name) =>
        _attributes.GetOrAdd(name, _ => !_names.Exists(name) && FindType(name + SourceNames.Attribute) is not null);

    /// <summary>The type of System.Text.Json that is the only one with a name.</summary>
    public INamedTypeSymbol? FindType(string name) =>
        _types.GetOrAdd(name, _ => _names.FindOnlyAssembly(name) is { Name: "System.Text.Json" } assembly ? assembly.GetTypeByMetadataName(JsonNames.Serialization + name) : null);
}
