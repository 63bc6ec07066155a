using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Decides what generated code reaches by its name, and what only through <c>[UnsafeAccessor]</c>.</summary>
internal static class JsonAccess
{
    /// <summary>Whether <c>new</c> cannot be written: the constructor is out of reach, or required members would have to be given.</summary>
    public static bool ConstructorIsUnsafe(INamedTypeSymbol type, IMethodSymbol constructor, JsonScope scope) =>
        !scope.CanAccess(constructor) || (JsonConstructors.HasRequiredMembers(type) && !JsonConstructors.SetsRequiredMembers(constructor));

    public static bool GetterIsUnsafe(JsonMember member, ITypeSymbol type, JsonScope scope) =>
        member.Getter is not null && !scope.CanRead(member, type);

    /// <summary>Whether the setter must be reached by other means. What the constructor sets needs no setter, nor does what is never made.</summary>
    public static bool SetterIsUnsafe(JsonMember member, JsonType type, JsonScope scope) =>
        member.Setter is not null
        && !scope.CanAssign(member, type.Symbol)
        && type.Constructor is { } constructor
        && !constructor.Parameters.Any(parameter => JsonConstructors.FindMember(parameter, [member]) is not null);

    public static bool NeedsUnsafe(JsonMember member, JsonType type, JsonScope scope) =>
        GetterIsUnsafe(member, type.Symbol, scope) || SetterIsUnsafe(member, type, scope);

    public static bool IsGeneric(this INamedTypeSymbol type) => type.SelfAndContainingTypes().Any(static container => container.Arity > 0);
}
