using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>Reads any enum as its own converter does, or else as its name or its number.</summary>
/// <remarks>It stands for all enums at once: one that is made for a type needs reflection where the type is not known at compile time.</remarks>
/// <param name="own">The options that know the enums' own converters.</param>
internal sealed class ForeignEnumConverter(JsonSerializerOptions own) : JsonConverter<object>
{
    /// <summary>
    /// The converter that options read a type with; <see langword="null"/> where it is no enum, or they are not for what another serializer
    /// has written.
    /// </summary>
    public static ForeignEnumConverter? Find(JsonSerializerOptions options, Type type) =>
        options.Converters is [ForeignEnumConverter converter, ..] && converter.CanConvert(type) ? converter : null;

    // What may be null too: the serializer makes no converter for it from one that is for all enums.
    public override bool CanConvert(Type typeToConvert) => EnumOf(typeToConvert).IsEnum;

    public override object Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var type = EnumOf(typeToConvert);
        var value = reader;
        try
        {
            return JsonSerializer.Deserialize(ref reader, own.GetTypeInfo(type))!;
        }
        catch (JsonException)
        {
            reader = value;
        }

        return reader.TokenType switch
        {
            JsonTokenType.String => Parse(type, reader.GetString()),
            JsonTokenType.Number when reader.TryGetInt64(out var number) => Enum.ToObject(type, number),
            JsonTokenType.Number when reader.TryGetUInt64(out var number) => Enum.ToObject(type, number),
            _ => throw new JsonException($"It is neither a name nor a number of {type}."),
        };
    }

    public override object ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(typeToConvert, reader.GetString());

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, own.GetTypeInfo(value.GetType()));

    private static Type EnumOf(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static object Parse(Type type, string? text) =>
        Enum.TryParse(type, text, ignoreCase: true, out var value) ? value : throw new JsonException($"'{text}' is no name of {type}.");
}
