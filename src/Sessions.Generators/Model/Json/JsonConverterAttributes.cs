using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>
/// Finds the attribute that gives a member or a type its converter: <c>[JsonConverter]</c>, or one that derives from it. What the
/// latter does is known only while it runs, so that generated code has no converter from it.
/// </summary>
internal static class JsonConverterAttributes
{
    public static AttributeData? Find(ISymbol symbol)
    {
        if (!MayHave(symbol))
        {
            return null;
        }

        foreach (var attribute in symbol.GetAttributes())
        {
            if (Is(attribute.AttributeClass))
            {
                return attribute;
            }
        }

        return null;
    }

    public static bool Has(ISymbol symbol) => Find(symbol) is not null;

    /// <summary>Whether a type is the attribute's, or derives from it.</summary>
    public static bool Is(INamedTypeSymbol? type) => type is not null && type.SelfAndBaseTypes().Any(static current => current.Is(JsonNames.Converter));

    private static bool MayHave(ISymbol symbol) =>
        symbol.FindWrittenAttributes() is not { } written
        || (!written.IsEmpty && (JsonSourceNames.Of(symbol) is not { } names || written.Any(attribute => names.CanNameConverter(attribute.Name))));
}
