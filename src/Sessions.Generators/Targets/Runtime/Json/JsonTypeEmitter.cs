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
        JsonTypeKind.Value => CSharpText.Call($"Value<{type.FullName}>", "options", Services + type.Factory),
        JsonTypeKind.Enum => $"Enum<{type.FullName}>(options)",
        JsonTypeKind.Nullable => $"Nullable<{type.Element}>(options)",
        JsonTypeKind.Converter => CSharpText.Call($"Value<{type.FullName}>", "options", Converter(type.Converter!)),
        JsonTypeKind.Array => WithNumbers(type, CSharpText.Call(Services + CSharpText.Generic("CreateArrayInfo", type.Element!), "options", Collection(type))),
        _ => CreateCollection(type),
    };

    /// <summary>The expression that makes a converter that an attribute names.</summary>
    public static string Converter(JsonConverterModel converter)
    {
        var converted = converter.ConvertedType;
        var made = converter.Kind switch
        {
            JsonConverterKind.Converter => $"new {converter.FullName}()",
            JsonConverterKind.StringEnum => FromFactory("FromFactory", $"new {CSharpText.Generic(converter.FullName, converted)}()"),
            _ when converter is { IsNullable: true, IsForUnderlyingType: false } => FromFactory("FromFactoryForNullable", $"new {converter.FullName}()"),
            _ => FromFactory("FromFactory", $"new {converter.FullName}()"),
        };
        return converter.IsForUnderlyingType ? CSharpText.Call($"ForNullable<{converted}>", "options", made) : made;

        string FromFactory(string method, string factory) => CSharpText.Call($"{method}<{converted}>", "options", factory);
    }

    /// <summary>The value of one of System.Text.Json's enums.</summary>
    public static string EnumValue(string type, int value) => $"(global::System.Text.Json.Serialization.{type})({value.ToString(CultureInfo.InvariantCulture)})";

    private static string CreateCollection(JsonTypeModel type)
    {
        string[] parts = type.Key is null ? [type.Element!] : [type.Key, type.Element!];
        var create = Services + CSharpText.Generic($"Create{type.Kind}Info", [type.FullName, .. parts]);
        return WithNumbers(type, type.Kind is JsonTypeKind.ImmutableEnumerable or JsonTypeKind.ImmutableDictionary
            ? CSharpText.Call(create, "options", Collection(type), CSharpText.Generic($"{type.Factory}.CreateRange", parts))
            : CSharpText.Call(create, "options", Collection(type)));
    }

    private static string WithNumbers(JsonTypeModel type, string made) => type.NumberHandling is { } handling
        ? CSharpText.Call("WithNumbers", made, EnumValue("JsonNumberHandling", handling))
        : CSharpText.Call("WithNumbers", made);

    private static string Collection(JsonTypeModel type) =>
        type.IsConstructed ? CSharpText.Call($"Collection<{type.FullName}>", $"static () => new {type.FullName}()") : $"Collection<{type.FullName}>()";
}
