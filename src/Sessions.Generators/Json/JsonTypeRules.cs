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
    public static JsonTypeProblem? FindProblem(JsonMember member, JsonScope scope) => FindProblem(member, scope, NewSet());

    /// <summary>What stands in the way of serializing a type; <see langword="null"/> if nothing does.</summary>
    public static JsonTypeProblem? FindProblem(ITypeSymbol type, JsonScope scope) => FindProblem(type, scope, NewSet());

    /// <summary>What stands in the way of making the annotated type itself from JSON; its members are asked about one by one.</summary>
    public static JsonTypeProblem? FindOwnProblem(INamedTypeSymbol type, JsonScope scope) => HasOwnMembers(type)
        ? FindConstructorProblem(type, JsonMembers.Of(type).ToList())
            ?? JsonDerivedTypes.Of(type).Select(derived => FindProblem(derived, scope)).FirstOrDefault(static problem => problem is not null)
        : FindProblem(type, scope);

    /// <summary>Whether the type's JSON is its members: it has no converter and is no collection.</summary>
    public static bool HasOwnMembers(INamedTypeSymbol type) => JsonTypeClassifier.Classify(type).Kind == JsonTypeKind.Object;

    /// <summary>What stands in the way of making a plain type with these members.</summary>
    public static JsonTypeProblem? FindConstructorProblem(INamedTypeSymbol type, List<JsonMember> members)
    {
        if (type.IsAbstract)
        {
            return null;
        }

        if (JsonConstructors.Find(type) is not { } constructor)
        {
            return new(JsonTypeProblemKind.Constructor, type);
        }

        var unbound = constructor.Parameters.FirstOrDefault(parameter => parameter.RefKind != RefKind.None || JsonConstructors.FindMember(parameter, members) is null);
        return unbound is null ? null : new(JsonTypeProblemKind.ConstructorParameter, type, unbound);
    }

    private static HashSet<ITypeSymbol> NewSet() => new(SymbolEqualityComparer.Default);

    private static JsonTypeProblem? FindProblem(JsonMember member, JsonScope scope, HashSet<ITypeSymbol> visited)
    {
        if (member.Symbol.HasAttribute(JsonNames.Converter))
        {
            return FindConverterProblem(member.Symbol, member.Type, scope);
        }

        return FindProblem(member.Type, scope, visited);
    }

    private static JsonTypeProblem? FindProblem(ITypeSymbol type, JsonScope scope, HashSet<ITypeSymbol> visited)
    {
        if (FindShallowProblem(type, scope) is { } problem)
        {
            return problem;
        }

        var (kind, element, key) = JsonTypeClassifier.Classify(type);
        if (kind is JsonTypeKind.Value or JsonTypeKind.Enum or JsonTypeKind.External)
        {
            return null;
        }

        // A type that has been met is being looked at, or was found good: the first problem ends the search.
        if (!visited.Add(type))
        {
            return null;
        }

        if (key is not null && !JsonTypeClassifier.CanBeKey(key))
        {
            return new(JsonTypeProblemKind.DictionaryKey, key);
        }

        return kind switch
        {
            JsonTypeKind.Converter => FindConverterProblem(type, type, scope),
            JsonTypeKind.Object => FindObjectProblem((INamedTypeSymbol)type, scope, visited),
            _ => FindCollectionProblem(type, kind) ?? FindProblem(element!, scope, visited) ?? (key is null ? null : FindProblem(key, scope, visited)),
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
        INamedTypeSymbol { TypeArguments.IsEmpty: false } generic => 1 + generic.TypeArguments.Max(Depth),
        _ => 0,
    };

    private static JsonTypeProblem? FindConverterProblem(ISymbol annotated, ITypeSymbol type, JsonScope scope) =>
        FindShallowProblem(type, scope) is { Kind: JsonTypeProblemKind.Unknown or JsonTypeProblemKind.NotData or JsonTypeProblemKind.Inaccessible } problem ? problem
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

    private static JsonTypeProblem? FindObjectProblem(INamedTypeSymbol type, JsonScope scope, HashSet<ITypeSymbol> visited)
    {
        if (IsFrameworkType(type) && !JsonConstructors.IsKeyValuePair(type))
        {
            return new(JsonTypeProblemKind.NoConverter, type);
        }

        if (type.AllInterfaces.Any(static current => current.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            return new(JsonTypeProblemKind.CollectionConstructor, type);
        }

        if (type.IsAbstract && !type.HasAttribute(JsonNames.DerivedType))
        {
            return new(JsonTypeProblemKind.Abstract, type);
        }

        var members = JsonMembers.Of(type).ToList();
        return FindConstructorProblem(type, members)
            ?? FindGenericProblem(type, members, scope)
            ?? members.Select(member => FindProblem(member, scope, visited)).FirstOrDefault(static problem => problem is not null)
            ?? FindDerivedTypesProblem(type, scope, visited);
    }

    /// <summary><c>[UnsafeAccessor]</c> reaches no member of a generic type on .NET 8.</summary>
    private static JsonTypeProblem? FindGenericProblem(INamedTypeSymbol type, List<JsonMember> members, JsonScope scope)
    {
        if (type.IsGeneric() && JsonConstructors.Find(type) is { } constructor && JsonAccess.ConstructorIsUnsafe(type, constructor, scope))
        {
            return new(JsonTypeProblemKind.GenericSetter, type, constructor);
        }

        var unreachable = members.Find(member => member.Symbol.ContainingType.IsGeneric() && JsonAccess.NeedsUnsafe(member, type, scope));
        return unreachable is null ? null : new(JsonTypeProblemKind.GenericSetter, type, unreachable.Symbol);
    }

    private static JsonTypeProblem? FindDerivedTypesProblem(INamedTypeSymbol type, JsonScope scope, HashSet<ITypeSymbol> visited) =>
        JsonDerivedTypes.Of(type).Select(derived => FindProblem(derived, scope, visited)).FirstOrDefault(static problem => problem is not null);

    private static bool IsFrameworkType(INamedTypeSymbol type)
    {
        var outermost = type.ContainingNamespace;
        while (outermost is { ContainingNamespace.IsGlobalNamespace: false })
        {
            outermost = outermost.ContainingNamespace;
        }

        // Code of one's own may stand in a namespace below System.
        return outermost is { Name: "System" } && type.Locations.All(static location => location.IsInMetadata);
    }
}
