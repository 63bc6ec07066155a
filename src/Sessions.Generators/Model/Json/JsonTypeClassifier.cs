using Microsoft.CodeAnalysis;

namespace Sessions.Generators;

/// <summary>A type's kind, with the types of a collection's or nullable's parts.</summary>
internal readonly record struct JsonTypeClass(JsonTypeKind Kind, ITypeSymbol? Element = null, ITypeSymbol? Key = null);

/// <summary>Finds out how System.Text.Json treats a type, in the order in which it looks.</summary>
internal static class JsonTypeClassifier
{
    private const string AIAssembly = "Microsoft.Extensions.AI.Abstractions";
    private const string Generic = "System.Collections.Generic.";
    private const string Immutable = "System.Collections.Immutable.";

    // The converters are named for these types: Int32Converter, DateOnlyConverter.
    private static readonly HashSet<string> ValueTypes =
    [
        "System.Boolean", "System.Byte", "System.Char", "System.DateOnly", "System.DateTime", "System.DateTimeOffset", "System.Decimal",
        "System.Double", "System.Guid", "System.Half", "System.Int128", "System.Int16", "System.Int32", "System.Int64", "System.Object",
        "System.SByte", "System.Single", "System.String", "System.TimeOnly", "System.TimeSpan", "System.UInt128", "System.UInt16",
        "System.UInt32", "System.UInt64", "System.Uri", "System.Version",
        "System.Text.Json.JsonDocument", "System.Text.Json.JsonElement", "System.Text.Json.Nodes.JsonArray",
        "System.Text.Json.Nodes.JsonNode", "System.Text.Json.Nodes.JsonObject", "System.Text.Json.Nodes.JsonValue",
    ];

    // What Microsoft.Extensions.AI has metadata for, with what derives from it: the kinds of content are not all known before
    // the program runs. Its other types are treated like anyone's.
    private static readonly HashSet<string> AITypes =
    [
        "AdditionalPropertiesDictionary", "AIAnnotation", "AIContent", "AnnotatedRegion", "ChatFinishReason", "ChatMessage", "ChatOptions",
        "ChatResponse", "ChatResponseFormat", "ChatResponseUpdate", "ChatRole", "ChatToolMode", "UsageDetails",
    ];

    private static readonly HashSet<string> NotKeys =
    [
        "System.Object", "System.Text.Json.JsonDocument", "System.Text.Json.JsonElement", "System.Text.Json.Nodes.JsonArray",
        "System.Text.Json.Nodes.JsonNode", "System.Text.Json.Nodes.JsonObject", "System.Text.Json.Nodes.JsonValue",
    ];

    private static readonly Dictionary<string, JsonTypeKind> ImmutableCollections = new(StringComparer.Ordinal)
    {
        [Immutable + "ImmutableArray`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "ImmutableList`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "IImmutableList`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "ImmutableHashSet`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "IImmutableSet`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "ImmutableSortedSet`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "ImmutableQueue`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "IImmutableQueue`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "ImmutableStack`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "IImmutableStack`1"] = JsonTypeKind.ImmutableEnumerable,
        [Immutable + "ImmutableDictionary`2"] = JsonTypeKind.ImmutableDictionary,
        [Immutable + "IImmutableDictionary`2"] = JsonTypeKind.ImmutableDictionary,
        [Immutable + "ImmutableSortedDictionary`2"] = JsonTypeKind.ImmutableDictionary,
    };

    // A collection is of the first kind whose type it is, derives from or implements.
    private static readonly (string Type, JsonTypeKind Kind)[] Collections =
    [
        (Generic + "List`1", JsonTypeKind.List),
        (Generic + "Dictionary`2", JsonTypeKind.Dictionary),
        (Generic + "IDictionary`2", JsonTypeKind.IDictionary),
        (Generic + "IReadOnlyDictionary`2", JsonTypeKind.IReadOnlyDictionary),
        (Generic + "IList`1", JsonTypeKind.IList),
        (Generic + "ISet`1", JsonTypeKind.ISet),
        (Generic + "ICollection`1", JsonTypeKind.ICollection),
        (Generic + "Stack`1", JsonTypeKind.Stack),
        (Generic + "Queue`1", JsonTypeKind.Queue),
        ("System.Collections.Concurrent.ConcurrentStack`1", JsonTypeKind.ConcurrentStack),
        ("System.Collections.Concurrent.ConcurrentQueue`1", JsonTypeKind.ConcurrentQueue),
        (Generic + "IEnumerable`1", JsonTypeKind.IEnumerable),
    ];

    public static JsonTypeClass Classify(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol when JsonBuiltInTypes.Contains(type) => new(JsonTypeKind.Value),
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte, Rank: 1 } => new(JsonTypeKind.Value),
        IArrayTypeSymbol array => new(JsonTypeKind.Array, array.ElementType),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => new(JsonTypeKind.Nullable, nullable.TypeArguments[0]),
        _ when JsonConverterAttributes.Has(type) && !IsAI(type) => new(JsonTypeKind.Converter),
        { TypeKind: TypeKind.Enum } => IsAI(type) ? new(JsonTypeKind.External) : new(JsonTypeKind.Enum),
        INamedTypeSymbol named => Classify(named),
        _ => new(JsonTypeKind.Object),
    };

    /// <summary>Whether values of the type can be the names of JSON's members, which is for a converter to say where it has one.</summary>
    public static bool CanBeKey(ITypeSymbol type, JsonScope scope) => Classify(type).Kind switch
    {
        JsonTypeKind.Value => type is INamedTypeSymbol named && !NotKeys.Contains(named.ToMetadataName()),
        JsonTypeKind.Enum => true,
        JsonTypeKind.Converter => JsonConverters.Find(type, type, scope) is not { } converter || JsonConverters.WritesNames(converter),
        _ => false,
    };

    public static bool IsEnumerable(INamedTypeSymbol type) =>
        TypeDeclarations.HasBaseList(type) && type.AllInterfaces.Any(static current => current.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>Whether the metadata of the type, or of values found in it while running, comes from Microsoft.Extensions.AI.</summary>
    public static bool NeedsAI(ITypeSymbol type) => type.SpecialType == SpecialType.System_Object || IsAI(type);

    private static JsonTypeClass Classify(INamedTypeSymbol type)
    {
        if (type.IsInSystem())
        {
            var name = type.OriginalDefinition.ToMetadataName();
            if (ValueTypes.Contains(name) || IsByteMemory(type, name))
            {
                return new(JsonTypeKind.Value);
            }

            if (ImmutableCollections.TryGetValue(name, out var immutable))
            {
                return Collection(immutable, type);
            }
        }

        return IsAI(type) ? new(JsonTypeKind.External) : ClassifyCollection(type);
    }

    private static JsonTypeClass ClassifyCollection(INamedTypeSymbol type)
    {
        if (!IsEnumerable(type))
        {
            return new(JsonTypeKind.Object);
        }

        foreach (var (collection, kind) in Collections)
        {
            if (FindConstructed(type, collection) is { } constructed)
            {
                return Collection(kind, constructed);
            }
        }

        return new(JsonTypeKind.Object);
    }

    private static JsonTypeClass Collection(JsonTypeKind kind, INamedTypeSymbol constructed) => constructed.TypeArguments.Length == 2
        ? new(kind, constructed.TypeArguments[1], constructed.TypeArguments[0])
        : new(kind, constructed.TypeArguments[0]);

    private static INamedTypeSymbol? FindConstructed(INamedTypeSymbol type, string definition) =>
        type.SelfAndBaseTypes().FirstOrDefault(current => current.Is(definition))
        ?? type.AllInterfaces.FirstOrDefault(current => current.Is(definition));

    private static bool IsByteMemory(INamedTypeSymbol type, string name) =>
        name is "System.Memory`1" or "System.ReadOnlyMemory`1" && type.TypeArguments[0].SpecialType == SpecialType.System_Byte;

    private static bool IsAI(ITypeSymbol type) =>
        type.ContainingAssembly?.Name == AIAssembly
        && type is INamedTypeSymbol { Arity: 0 } named
        && named.SelfAndBaseTypes().Any(static current => AITypes.Contains(current.Name));
}
