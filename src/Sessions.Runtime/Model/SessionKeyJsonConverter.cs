using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessions;

/// <summary>Reads and writes a session's key as JSON: a string, or the name of a property, with the text of the key.</summary>
/// <remarks><see cref="SessionKey"/> has it already. It is public because the code that System.Text.Json generates for a user's types makes it.</remarks>
public sealed class SessionKeyJsonConverter : JsonConverter<SessionKey>
{
    /// <inheritdoc/>
    public override SessionKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()) : throw NotAKey();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SessionKey value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(TextOf(value));
    }

    /// <inheritdoc/>
    public override SessionKey ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, SessionKey value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(TextOf(value));
    }

    private static string TextOf(SessionKey key)
    {
        _ = key.Id;
        return key.ToString();
    }

    private static SessionKey Parse(string? text) => SessionKey.TryParse(text, provider: null, out var key) ? key : throw NotAKey();

    private static JsonException NotAKey() => new("The JSON is not a session key, which is a string: an id, or 'tenant/id', in which '/' within a part is written as %2F and '%' as %25.");
}
