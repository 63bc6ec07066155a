using System.Globalization;

namespace Sessions.Generators;

/// <summary>Writes the expression that makes the metadata of one type.</summary>
internal static class JsonTypeEmitter
{
    public const string Metadata = "global::System.Text.Json.Serialization.Metadata.";
    public const string Options = "global::System.Text.Json.JsonSerializerOptions";

    private const string Services = Metadata + "JsonMetadataServices.";

    public static string Create(JsonTypeModel type) => type.Kind switch
    {
        JsonTypeKind.Object => $"Create_{type.Identifier}(options)",
        JsonTypeKind.Value => $"Value<{type.FullName}>(options, {Services}{type.Factory})",
        JsonTypeKind.Enum => $"Enum<{type.FullName}>(options)",
        JsonTypeKind.Nullable => $"Nullable<{type.Element}>(options)",
        JsonTypeKind.Converter => $"Value<{type.FullName}>(options, {Converter(type.Converter!)})",
        JsonTypeKind.Array => WithNumbers(type, $"CreateArrayInfo<{type.Element}>(options, {Collection(type)})"),
        _ => CreateCollection(type),
    };

    /// <summary>The expression that makes a converter that an attribute names.</summary>
    public static string Converter(JsonConverterModel converter)
    {
        var made = converter.Kind switch
        {
            JsonConverterKind.Converter => $"new {converter.FullName}()",
            JsonConverterKind.StringEnum => $"FromFactory<{converter.ConvertedType}>(options, new {converter.FullName}<{converter.ConvertedType}>())",
            _ when converter is { IsNullable: true, IsForUnderlyingType: false } => $"FromFactoryForNullable<{converter.ConvertedType}>(options, new {converter.FullName}())",
            _ => $"FromFactory<{converter.ConvertedType}>(options, new {converter.FullName}())",
        };
        return converter.IsForUnderlyingType ? $"ForNullable<{converter.ConvertedType}>(options, {made})" : made;
    }

    /// <summary>The value of one of System.Text.Json's enums.</summary>
    public static string EnumValue(string type, int value) => $"(global::System.Text.Json.Serialization.{type})({value.ToString(CultureInfo.InvariantCulture)})";

    private static string CreateCollection(JsonTypeModel type)
    {
        var parts = type.Key is null ? type.Element : $"{type.Key}, {type.Element}";
        var createRange = type.Kind is JsonTypeKind.ImmutableEnumerable or JsonTypeKind.ImmutableDictionary ? $", {type.Factory}.CreateRange<{parts}>" : "";
        return WithNumbers(type, $"Create{type.Kind}Info<{type.FullName}, {parts}>(options, {Collection(type)}{createRange})");
    }

    private static string WithNumbers(JsonTypeModel type, string made) => type.NumberHandling is { } handling
        ? $"WithNumbers({Services}{made}, {EnumValue("JsonNumberHandling", handling)})"
        : $"WithNumbers({Services}{made})";

    private static string Collection(JsonTypeModel type) =>
        type.IsConstructed ? $"Collection<{type.FullName}>(static () => new {type.FullName}())" : $"Collection<{type.FullName}>()";
}
