using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Sessions;

[JsonSerializable(typeof(JsonObject))]
[JsonSourceGenerationOptions(MaxDepth = JsonLimits.MaxDepth)]
internal sealed partial class StateNodeJson : JsonSerializerContext
{
    /// <summary>Writes a value that no type is known for.</summary>
    /// <exception cref="SessionFormatException">It nests too deep, or has text that is not Unicode.</exception>
    public static ReadOnlyMemory<byte> Write(string key, JsonElement json)
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>();
            using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = JsonLimits.MaxDepth, SkipValidation = true });
            json.WriteTo(writer);
            writer.Flush();
            JsonLimits.ThrowIfTooDeep(buffer.WrittenSpan);
            return buffer.WrittenMemory;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new SessionFormatException($"The JSON for state '{key}' cannot be stored: {exception.Message} The slot is unchanged.", exception);
        }
    }

    /// <summary>Reads a value that no type is known for.</summary>
    /// <exception cref="SessionFormatException">It is damaged.</exception>
    public static JsonElement Parse(string key, ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = JsonLimits.MaxDepth });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException exception)
        {
            throw new SessionFormatException($"State '{key}' cannot be read: {exception.Message} The stored value is unchanged; Remove empties the slot.", exception);
        }
    }
}
