using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Sessions;

[JsonSerializable(typeof(JsonObject))]
[JsonSourceGenerationOptions(MaxDepth = JsonLimits.MaxDepth)]
internal sealed partial class StateNodeJson : JsonSerializerContext
{
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
