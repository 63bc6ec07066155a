using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Gives each type of a graph a readable part of an identifier that no other has.</summary>
internal sealed class JsonIdentifiers
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string Take(ITypeSymbol type)
    {
        var name = Describe(type);
        var identifier = name;
        for (var number = 2; !_taken.Add(identifier); number++)
        {
            identifier = name + "_" + number.ToString(CultureInfo.InvariantCulture);
        }

        return identifier;
    }

    private static string Describe(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Describe(array.ElementType) + "Array",
        INamedTypeSymbol { TypeArguments.IsEmpty: false, IsDefinition: false } generic => generic.Name + string.Concat(generic.TypeArguments.Select(Describe)),
        _ => type.Name,
    };
}
