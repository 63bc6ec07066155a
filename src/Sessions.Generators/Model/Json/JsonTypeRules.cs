using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Decides which types can be serialized. The analyzers report what is refused here.</summary>
internal static class JsonTypeRules
{
    // How deep type arguments may be nested: nobody writes so many, and a type that grows without end has to be stopped.
    private const int MaxDepth = 12;

    /// <summary>
    /// What stands in the way of serializing a member of an annotated type; <see langword="null"/> if nothing does.
    /// </summary>
    public static JsonTypeProblem? FindProblem(JsonMember member, JsonScope scope) => member.Attributes.HasConverter
        ? FindConverterProblem(member.Symbol, member.Type, scope)
        : FindProblem(member.Type, scope);

    /// <summary>What stands in the way of serializing a type; <see langword="null"/> if nothing does.</summary>
    public static JsonTypeProblem? FindProblem(ITypeSymbol type, JsonScope scope)
    {
        var problem = Search(type, scope);
        if (problem is not null)
        {
            scope.ForgetSound();
        }

        return problem;
    }

    /// <summary>What stands in the way of making the annotated type itself from JSON; its members are asked about one by one.</summary>
    public static JsonTypeProblem? FindOwnProblem(INamedTypeSymbol type, JsonScope scope) => HasOwnMembers(type)
        ? FindConstructorProblem(type, scope.Of(type).Constructor, scope.Of(type).Members)
            ?? JsonDerivedTypes.Of(type).Select(derived => FindProblem(derived, scope)).FirstOrDefault(static problem => problem is not null)
        : FindProblem(type, scope);

    /// <summary>Whether the type's JSON is its members: it has no converter and is no collection.</summary>
    public static bool HasOwnMembers(INamedTypeSymbol type) => JsonTypeClassifier.Classify(type).Kind == JsonTypeKind.Object;

    /// <summary>What stands in the way of making a plain type with these members.</summary>
    public static JsonTypeProblem? FindConstructorProblem(INamedTypeSymbol type, IMethodSymbol? constructor, List<JsonMember> members)
    {
        if (type.IsAbstract)
        {
            return null;
        }

        if (constructor is null)
        {
            return new(JsonTypeProblemKind.Constructor, type);
        }

        if (constructor.Parameters.IsEmpty)
        {
            return null;
        }

        var unbound = constructor.Parameters.FirstOrDefault(parameter => parameter.RefKind != RefKind.None || JsonConstructors.FindMember(parameter, members) is null);
        return unbound is null ? null : new(JsonTypeProblemKind.ConstructorParameter, type, unbound);
    }

    private static JsonTypeProblem? Search(JsonMember member, JsonScope scope) => member.Attributes.HasConverter
        ? FindConverterProblem(member.Symbol, member.Type, scope)
        : Search(member.Type, scope);

    private static JsonTypeProblem? Search(ITypeSymbol type, JsonScope scope)
    {
        if (JsonBuiltInTypes.Contains(type))
        {
            return null;
        }

        // A type that has been met is being looked at, or was found good: the first problem ends the search.
        var known = scope.Of(type);
        if (known.IsSound)
        {
            return null;
        }

        if (FindShallowProblem(type, scope) is { } problem)
        {
            return problem;
        }

        known.IsSound = true;
        var (kind, element, key) = known.Class;
        if (kind is JsonTypeKind.Value or JsonTypeKind.Enum or JsonTypeKind.External)
        {
            return null;
        }

        if (key is not null && !JsonTypeClassifier.CanBeKey(key, scope))
        {
            return new(JsonTypeProblemKind.DictionaryKey, key);
        }

        return kind switch
        {
            JsonTypeKind.Converter => FindConverterProblem(type, type, scope) ?? FindAttributeProblem(known),
            JsonTypeKind.Object => FindObjectProblem(known, scope),
            _ => FindCollectionProblem(type, kind) ?? FindAttributeProblem(known) ?? Search(element!, scope) ?? (key is null ? null : Search(key, scope)),
        };
    }

    private static JsonTypeProblem? FindShallowProblem(ITypeSymbol type, JsonScope scope)
    {
        JsonTypeProblemKind? kind = type switch
        {
            { TypeKind: TypeKind.Error } => JsonTypeProblemKind.Unknown,
            { TypeKind: TypeKind.Delegate or TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Dynamic or TypeKind.TypeParameter } => JsonTypeProblemKind.NotData,
            { IsRefLikeType: true } or INamedTypeSymbol { IsStatic: true } or { SpecialType: SpecialType.System_Void } => JsonTypeProblemKind.NotData,
            { IsTupleType: true } => JsonTypeProblemKind.Tuple,
            IArrayTypeSymbol { Rank: > 1 } => JsonTypeProblemKind.MultiDimensionalArray,
            _ when Depth(type) > MaxDepth => JsonTypeProblemKind.Endless,
            _ => scope.CanAccess(type) ? null : JsonTypeProblemKind.Inaccessible,
        };
        return kind is null ? null : new(kind.Value, type);
    }

    private static int Depth(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => 1 + Depth(array.ElementType),
        INamedTypeSymbol { Arity: > 0 } generic => 1 + generic.TypeArguments.Max(Depth),
        _ => 0,
    };

    private static JsonTypeProblem? FindConverterProblem(ISymbol annotated, ITypeSymbol type, JsonScope scope) =>
        FindShallowProblem(type, scope) is { Kind: JsonTypeProblemKind.Unknown or JsonTypeProblemKind.NotData or JsonTypeProblemKind.Inaccessible } problem ? problem
        : JsonConverterAttributes.Find(annotated) is { } attribute && !attribute.AttributeClass.Is(JsonNames.Converter) ? new(JsonTypeProblemKind.ConverterAttribute, type, annotated)
        : JsonConverters.Find(annotated, type, scope) is null ? new(JsonTypeProblemKind.Converter, type, annotated)
        : null;

    private static JsonTypeProblem? FindCollectionProblem(ITypeSymbol type, JsonTypeKind kind)
    {
        var isMade = kind switch
        {
            JsonTypeKind.Nullable or JsonTypeKind.Array or JsonTypeKind.ImmutableDictionary or JsonTypeKind.ImmutableEnumerable => true,
            _ when type.TypeKind == TypeKind.Interface => JsonCollections.IsMadeByJson(type),
            JsonTypeKind.IEnumerable or JsonTypeKind.IReadOnlyDictionary => false,
            _ => JsonCollections.HasConstructor(type),
        };
        return isMade ? null : new(JsonTypeProblemKind.CollectionConstructor, type);
    }

    private static JsonTypeProblem? FindObjectProblem(JsonType known, JsonScope scope)
    {
        var type = (INamedTypeSymbol)known.Symbol;
        if (IsFrameworkType(type) && !JsonConstructors.IsKeyValuePair(type))
        {
            return new(JsonTypeProblemKind.NoConverter, type);
        }

        if (JsonTypeClassifier.IsEnumerable(type))
        {
            return new(JsonTypeProblemKind.CollectionConstructor, type);
        }

        if (type.IsAbstract && !type.HasAttribute(JsonNames.DerivedType))
        {
            return new(JsonTypeProblemKind.Abstract, type);
        }

        return FindConstructorProblem(type, known.Constructor, known.Members)
            ?? FindReachProblem(known, type, scope)
            ?? FindAttributeProblem(known)
            ?? FindMemberProblem(known.Members, scope)
            ?? JsonDerivedTypes.Of(type).Select(derived => Search(derived, scope)).FirstOrDefault(static problem => problem is not null);
    }

    private static JsonTypeProblem? FindAttributeProblem(JsonType known) => JsonAttributeRules.FindProblems(known).FirstOrDefault();

    private static JsonTypeProblem? FindMemberProblem(List<JsonMember> members, JsonScope scope)
    {
        foreach (var member in members)
        {
            if (Search(member, scope) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>What stands in the way of reaching a member of a type, which a generic base class may declare.</summary>
    public static JsonTypeProblem? FindReachProblem(JsonMember member, JsonType known, JsonScope scope) =>
        !scope.CanReachInside(member.Symbol.ContainingType) && JsonAccess.NeedsUnsafe(member, known, scope)
            ? new(JsonTypeProblemKind.GenericSetter, member.Symbol.ContainingType, member.Symbol)
            : null;

    private static JsonTypeProblem? FindReachProblem(JsonType known, INamedTypeSymbol type, JsonScope scope) =>
        known.Constructor is { } constructor && !scope.CanReachInside(type) && JsonAccess.ConstructorIsUnsafe(type, constructor, scope)
            ? new(JsonTypeProblemKind.GenericSetter, type, constructor)
            : known.Members.Select(member => FindReachProblem(member, known, scope)).FirstOrDefault(static problem => problem is not null);

    // Code of one's own may stand in a namespace below System.
    private static bool IsFrameworkType(INamedTypeSymbol type) => type.IsInSystem() && type.Locations.All(static location => location.IsInMetadata);
}
