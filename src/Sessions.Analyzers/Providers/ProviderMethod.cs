using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sessions.Analyzers.Providers;

/// <summary>A method of a provider, with its code.</summary>
internal sealed class ProviderMethod(IMethodSymbol symbol, IOperation body)
{
    public IMethodSymbol Symbol => symbol;

    public IOperation Body => body;

    /// <summary>Whether the method may run in a turn: what is public is for others, unless the base class asks for it.</summary>
    public bool RunsInTurn => symbol.IsOverride || symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected;

    /// <summary>Whether the method runs before the model, and gives the turn what it is sent.</summary>
    public bool Provides => symbol.Parameters.Any(static parameter => parameter.Type.Name == "InvokingContext");

    public bool Calls(IMethodSymbol other) =>
        body.Descendants().OfType<IInvocationOperation>().Any(call => SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, other));
}
