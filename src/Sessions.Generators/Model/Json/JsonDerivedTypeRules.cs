using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Finds what is wrong with the derived types that a type names.</summary>
internal static class JsonDerivedTypeRules
{
    private const string DefaultDiscriminator = "$type";
    private const int FallBackToNearestAncestor = 2;

    /// <summary>Whether the JSON of the type says which type it is.</summary>
    public static bool HasDiscriminator(ITypeSymbol type) => DerivedTypes(type).Any(static attribute => attribute.ConstructorArguments.Length > 1);

    public static IEnumerable<JsonTypeProblem> FindProblems(JsonType type, INamedTypeSymbol named)
    {
        var polymorphic = named.FindAttribute(JsonNames.Polymorphic);
        var derivedTypes = DerivedTypes(named).ToList();
        if (polymorphic is null && derivedTypes.Count == 0)
        {
            return [];
        }

        var fallsBack = polymorphic?.NamedArgument<int>("UnknownDerivedTypeHandling") == FallBackToNearestAncestor;
        return FindTypeProblems(type, named, derivedTypes)
            .Concat(FindDerivedTypeProblems(named, derivedTypes, fallsBack))
            .Concat(FindNameProblems(type, named, derivedTypes, polymorphic?.NamedArgument<string>("TypeDiscriminatorPropertyName") ?? DefaultDiscriminator));
    }

    private static IEnumerable<AttributeData> DerivedTypes(ITypeSymbol type) =>
        type.ReadAttributes().Where(static attribute => attribute.AttributeClass.Is(JsonNames.DerivedType));

    private static IEnumerable<JsonTypeProblem> FindTypeProblems(JsonType type, INamedTypeSymbol named, List<AttributeData> derivedTypes)
    {
        if (derivedTypes.Count == 0)
        {
            yield return Problem(JsonAttributeProblem.PolymorphicWithoutTypes, named);
        }
        else if (named.IsSealed)
        {
            yield return Problem(JsonAttributeProblem.PolymorphicSealed, named);
        }
        else if (type.Class.Kind == JsonTypeKind.Converter && HasDiscriminator(named))
        {
            yield return Problem(JsonAttributeProblem.PolymorphicConverter, named);
        }
    }

    private static IEnumerable<JsonTypeProblem> FindDerivedTypeProblems(INamedTypeSymbol type, List<AttributeData> attributes, bool fallsBack)
    {
        var types = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var discriminators = new HashSet<object>();
        foreach (var attribute in attributes)
        {
            if (attribute.ConstructorArgument<ITypeSymbol>(0) is not { TypeKind: not TypeKind.Error } derived)
            {
                continue;
            }

            var problem = !DerivesFrom(derived, type) ? JsonAttributeProblem.DerivedTypeUnrelated
                : derived.IsAbstract && !fallsBack ? JsonAttributeProblem.DerivedTypeAbstract
                : !types.Add(derived) || (attribute.ConstructorArgument<object>(1) is { } discriminator && !discriminators.Add(discriminator)) ? JsonAttributeProblem.DerivedTypeTwice
                : JsonAttributeProblem.None;
            if (problem != JsonAttributeProblem.None)
            {
                yield return Problem(problem, type, derived);
            }
        }
    }

    private static IEnumerable<JsonTypeProblem> FindNameProblems(JsonType type, INamedTypeSymbol named, List<AttributeData> attributes, string name)
    {
        if (!HasDiscriminator(named))
        {
            return [];
        }

        var members =
            from derived in attributes.Select(static attribute => attribute.ConstructorArgument<INamedTypeSymbol>(0)).OfType<INamedTypeSymbol>().Append(named)
            where !derived.IsUnboundGenericType && JsonTypeClassifier.Classify(derived).Kind == JsonTypeKind.Object
            from member in SymbolEqualityComparer.Default.Equals(derived, named) ? type.Members : JsonMembers.Of(derived)
            where !member.Attributes.IsExtensionData && (member.Attributes.Name ?? member.Symbol.Name) == name
            select member.Symbol;
        return members.Distinct<ISymbol>(SymbolEqualityComparer.Default).Select(member => Problem(JsonAttributeProblem.DiscriminatorName, named, member));
    }

    private static bool DerivesFrom(ITypeSymbol derived, INamedTypeSymbol type) =>
        derived is INamedTypeSymbol { IsUnboundGenericType: false } named
        && (type.TypeKind == TypeKind.Interface
            ? named.SelfAndInterfaces().Any(candidate => IsOrMayVaryTo(candidate, type))
            : named.SelfAndBaseTypes().Contains(type, SymbolEqualityComparer.Default));

    // The compiler knows which arguments a variant interface may have in place of its own; nobody asks for it often enough.
    private static bool IsOrMayVaryTo(INamedTypeSymbol candidate, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(candidate, type)
        || (type.TypeParameters.Any(static parameter => parameter.Variance != VarianceKind.None) && SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, type.OriginalDefinition));

    private static JsonTypeProblem Problem(JsonAttributeProblem problem, INamedTypeSymbol type, ISymbol? symbol = null) =>
        new(JsonTypeProblemKind.Attribute, type, symbol, problem);
}
