using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>
/// Finds the warnings that come with the use of a symbol: of what is experimental, or obsolete under an id of its own. Whoever
/// wrote the annotated type has dealt with them there, and cannot in generated code.
/// </summary>
internal static class WarningIds
{
    public static IEnumerable<string> Of(ISymbol symbol)
    {
        for (var current = symbol; current is not null; current = current.ContainingType as ISymbol ?? Assembly(current))
        {
            foreach (var attribute in current.GetAttributes())
            {
                if (Find(attribute) is { Length: > 0 } id)
                {
                    yield return id;
                }
            }
        }
    }

    private static string? Find(AttributeData attribute) => attribute.AttributeClass switch
    {
        { Name: "ExperimentalAttribute" } type when type.Is("System.Diagnostics.CodeAnalysis.ExperimentalAttribute") => attribute.ConstructorArgument<string>(0),
        { Name: "ObsoleteAttribute" } type when type.Is("System.ObsoleteAttribute") => attribute.NamedArgument<string>("DiagnosticId"),
        _ => null,
    };

    private static IAssemblySymbol? Assembly(ISymbol symbol) => symbol is IAssemblySymbol ? null : symbol.ContainingAssembly;
}
