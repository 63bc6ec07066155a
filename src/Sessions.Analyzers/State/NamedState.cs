using Microsoft.CodeAnalysis;
using Sessions.Generators;

namespace Sessions.Analyzers.State;

/// <summary>A state type with the names that it takes.</summary>
internal sealed class NamedState
{
    private NamedState(INamedTypeSymbol type, StateDeclaration declaration)
    {
        Type = type;
        Declaration = declaration;
        FullName = type.ToDisplayString();
    }

    public INamedTypeSymbol Type { get; }

    public StateDeclaration Declaration { get; }

    public string FullName { get; }

    public bool HasAccessors => Type.GetVisibility() != TypeVisibility.Nested;

    public static NamedState? Of(INamedTypeSymbol type) => StateDeclaration.Of(type, RuntimeNames.All) is { } declaration ? new(type, declaration) : null;

    /// <summary>Where the accessors' name comes from: the attribute's argument, or the type's own name.</summary>
    public Location AccessorPlace(CancellationToken cancellationToken) =>
        Type.FindAttribute(RuntimeNames.AgentSessionStateAttribute)?.FindArgument("Accessor", cancellationToken)?.Expression.GetLocation() ?? Type.Place();
}
