using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>What <c>[AgentSessionState]</c> says of a type.</summary>
/// <param name="Key">The name that values are stored under.</param>
/// <param name="Accessor">What the accessors are to be named for, be it an identifier or not.</param>
/// <param name="Version">The version, as it is given.</param>
/// <param name="IsTransient">Whether values are never stored.</param>
/// <param name="JsonContext">The user's own source of JSON metadata.</param>
internal sealed record StateDeclaration(string Key, string Accessor, int Version, bool IsTransient, ITypeSymbol? JsonContext)
{
    /// <summary>Whether the generator writes the type's JSON, so that its members must have a JSON form.</summary>
    public bool HasGeneratedJson => !IsTransient && JsonContext is null;

    /// <summary>Reads the attribute; <see langword="null"/> where the type has none, or is of a kind that it is refused on.</summary>
    public static StateDeclaration? Of(INamedTypeSymbol type, TargetNames names) =>
        type.FindAttribute(names.StateAttribute) is { } attribute && TypeShape.WhyRefused(type) == TypeRefusal.None
            ? new(
                attribute.NamedArgument<string>("Key") ?? type.Name,
                attribute.NamedArgument<string>("Accessor") ?? type.Name,
                attribute.NamedArgument<int?>("Version") ?? 1,
                attribute.NamedArgument<bool>("Transient"),
                attribute.NamedArgument<ITypeSymbol>("JsonContext"))
            : null;
}
