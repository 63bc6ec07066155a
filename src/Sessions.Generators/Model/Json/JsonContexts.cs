using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>Why a type named by <c>JsonContext</c> cannot give a state type's metadata.</summary>
internal enum JsonContextProblem
{
    None,

    /// <summary>The type does not exist; the compiler says so.</summary>
    Unknown,

    /// <summary>It does not derive from <c>JsonSerializerContext</c>, or is abstract or an open generic type.</summary>
    NotAContext,

    /// <summary>Generated code may not name it.</summary>
    Inaccessible,

    /// <summary>It is not partial, or no <c>[JsonSerializable]</c> of it reaches the state type.</summary>
    LacksType,
}

/// <summary>Decides whether a context of the user's own has a state type. The analyzers report what has not.</summary>
internal static class JsonContexts
{
    private const string DefaultName = "Default";

    public static JsonContextProblem FindProblem(ITypeSymbol context, JsonScope scope) =>
        context.TypeKind == TypeKind.Error ? JsonContextProblem.Unknown
        : context is not INamedTypeSymbol { IsAbstract: false, IsUnboundGenericType: false } type || !IsContext(type) ? JsonContextProblem.NotAContext
        : !scope.CanAccess(type) ? JsonContextProblem.Inaccessible
        : HasType(type, scope) ? JsonContextProblem.None
        : JsonContextProblem.LacksType;

    private static bool IsContext(INamedTypeSymbol type) => type.SelfAndBaseTypes().Any(static current => current.Is(JsonNames.SerializerContext));

    /// <summary>
    /// Whether the context's generator will give it the type. That generator's output cannot be seen from here; a context
    /// that it writes nothing for is written by hand, and has what it has.
    /// </summary>
    private static bool HasType(INamedTypeSymbol context, JsonScope scope)
    {
        var roots = context.GetAttributes()
            .Where(static attribute => attribute.AttributeClass.Is(JsonNames.Serializable))
            .Select(static attribute => attribute.ConstructorArgument<ITypeSymbol>(0))
            .OfType<ITypeSymbol>()
            .ToList();
        return roots.Count == 0 || TypeShape.FindNonPartial(context) is not null
            ? context.GetMembers(DefaultName).Any(static member => member is IPropertySymbol { IsStatic: true })
            : roots.Exists(root => JsonGraphParser.Contains(root, scope.Owner, scope));
    }
}
