using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Decides which members System.Text.Json can fill in place.</summary>
internal static class JsonPopulation
{
    /// <summary>What stands in the way of filling a member, by itself.</summary>
    public static JsonAttributeProblem FindProblem(JsonMember member) =>
        member.Attributes.HasConverter || !CanFill(member.Type) ? JsonAttributeProblem.PopulateType
        : member.Getter is null || (member.Type.IsValueType && member.Setter is null) ? JsonAttributeProblem.PopulateAccessor
        : JsonDerivedTypeRules.HasDiscriminator(member.Type) ? JsonAttributeProblem.PopulatePolymorphic
        : JsonAttributeProblem.None;

    private static bool CanFill(ITypeSymbol type) => JsonTypeClassifier.Classify(type) switch
    {
        { Kind: JsonTypeKind.Nullable, Element: { } element } => CanFill(element),
        var (kind, _, _) => kind is JsonTypeKind.Object or JsonTypeKind.External
            or JsonTypeKind.List or JsonTypeKind.Dictionary or JsonTypeKind.IDictionary or JsonTypeKind.IList or JsonTypeKind.ISet or JsonTypeKind.ICollection
            or JsonTypeKind.Stack or JsonTypeKind.Queue or JsonTypeKind.ConcurrentStack or JsonTypeKind.ConcurrentQueue,
    };
}
