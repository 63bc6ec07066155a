namespace Sessions.Generators;

/// <summary>Writes the method that makes the metadata of one type.</summary>
internal static class JsonTypeEmitter
{
    public const string Metadata = "global::System.Text.Json.Serialization.Metadata.";
    public const string Services = Metadata + "JsonMetadataServices.";
    public const string Options = "global::System.Text.Json.JsonSerializerOptions";

    public static void Emit(SourceWriter writer, JsonTypeModel type)
    {
        writer.WriteLine();
        if (type.Object is not null)
        {
            JsonObjectEmitter.Emit(writer, type, type.Object);
            return;
        }

        writer.WriteLine($"private static {Metadata}JsonTypeInfo<{type.FullName}> Create_{type.Identifier}({Options} options) =>");
        writer.WriteLine($"    {Services}{Create(type)};");
    }

    /// <summary>The expression that makes a converter that an attribute names.</summary>
    public static string Converter(JsonConverterModel converter)
    {
        var made = converter.Kind switch
        {
            JsonConverterKind.Converter => $"new {converter.FullName}()",
            JsonConverterKind.StringEnum => FromFactory(converter, $"{converter.FullName}<{converter.ConvertedType}>"),
            _ => FromFactory(converter, converter.FullName),
        };
        return converter.IsForUnderlyingType
            ? $"{Services}GetNullableConverter<{converter.ConvertedType}>({Services}CreateValueInfo<{converter.ConvertedType}>(options, {made}))"
            : made;
    }

    private static string FromFactory(JsonConverterModel converter, string factory) => $"FromFactory<{converter.ConvertedType}>(new {factory}(), options)";

    private static string Create(JsonTypeModel type) => type.Kind switch
    {
        JsonTypeKind.Value => CreateValue(type, $"{Services}{type.Factory}"),
        JsonTypeKind.Enum => CreateValue(type, $"{Services}GetEnumConverter<{type.FullName}>(options)"),
        JsonTypeKind.Nullable => CreateValue(type, $"{Services}GetNullableConverter<{type.Element}>(options)"),
        JsonTypeKind.Converter => CreateValue(type, Converter(type.Converter!)),
        JsonTypeKind.Array => $"CreateArrayInfo<{type.Element}>(options, {CollectionValues(type)})",
        _ => CreateCollection(type),
    };

    private static string CreateValue(JsonTypeModel type, string converter) => $"CreateValueInfo<{type.FullName}>(options, {converter})";

    private static string CreateCollection(JsonTypeModel type)
    {
        var parts = type.Key is null ? type.Element : $"{type.Key}, {type.Element}";
        var createRange = type.Kind is JsonTypeKind.ImmutableEnumerable or JsonTypeKind.ImmutableDictionary ? $", {type.Factory}.CreateRange<{parts}>" : "";
        return $"Create{type.Kind}Info<{type.FullName}, {parts}>(options, {CollectionValues(type)}{createRange})";
    }

    private static string CollectionValues(JsonTypeModel type) => type.IsConstructed
        ? $"new {Metadata}JsonCollectionInfoValues<{type.FullName}> {{ ObjectCreator = static () => new {type.FullName}() }}"
        : $"new {Metadata}JsonCollectionInfoValues<{type.FullName}>()";
}
