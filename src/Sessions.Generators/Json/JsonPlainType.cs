using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>A class, record or struct that is written as its members; found once in a scope.</summary>
/// <param name="Symbol">The type.</param>
/// <param name="Members">Its members, those that cannot be serialized as well.</param>
/// <param name="Constructor">What it is made by, if it can be made.</param>
internal sealed record JsonPlainType(INamedTypeSymbol Symbol, List<JsonMember> Members, IMethodSymbol? Constructor)
{
    public static JsonPlainType Of(INamedTypeSymbol type) => new(type, JsonMembers.Of(type).ToList(), JsonConstructors.Find(type));
}
