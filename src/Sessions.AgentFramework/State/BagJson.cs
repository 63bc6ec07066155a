using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Agents.AI;

namespace Sessions.AgentFramework.State;

/// <summary>Looks at the JSON of a bag's value, which a bag shows to nobody but the converter that it reads the value with.</summary>
internal static class BagJson
{
    private static readonly JsonSerializerOptions Options = SingleTypeResolver.OptionsFor(new Converter());

    [ThreadStatic]
    private static byte[]? _found;

    /// <summary>The JSON; <see langword="null"/> where there is none, or the value is live.</summary>
    public static ReadOnlyMemory<byte>? Find(AgentSessionStateBag bag, string key)
    {
        _found = null;
        _ = bag.TryGetValue<Nothing>(key, out _, Options);
        var found = _found;
        _found = null;
        return found is null ? default(ReadOnlyMemory<byte>?) : found;
    }

    /// <summary>What a value is never read as.</summary>
    private sealed class Nothing;

    private sealed class Converter : JsonConverter<Nothing>
    {
        public override Nothing? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            _found = Encoding.UTF8.GetBytes(JsonElement.ParseValue(ref reader).GetRawText());
            return null;
        }

        public override void Write(Utf8JsonWriter writer, Nothing value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
