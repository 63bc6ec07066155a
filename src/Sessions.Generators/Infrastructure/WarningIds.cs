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
            if (current.FindAttribute("System.Diagnostics.CodeAnalysis.ExperimentalAttribute")?.ConstructorArgument<string>(0) is { Length: > 0 } experimental)
            {
                yield return experimental;
            }

            if (current.FindAttribute("System.ObsoleteAttribute")?.NamedArgument<string>("DiagnosticId") is { Length: > 0 } obsolete)
            {
                yield return obsolete;
            }
        }
    }

    private static IAssemblySymbol? Assembly(ISymbol symbol) => symbol is IAssemblySymbol ? null : symbol.ContainingAssembly;
}
