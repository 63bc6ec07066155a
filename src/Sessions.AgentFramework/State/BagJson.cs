using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Agents.AI;

namespace Sessions.AgentFramework.State;

/// <summary>
/// The JSON of a bag's value, which a bag shows to nobody but the converter that it reads the value with, and takes from nobody: what is
/// put there is a value of a type of its own, that writes it.
/// </summary>
internal static class BagJson
{
    private static readonly JsonSerializerOptions Options = SingleTypeResolver.OptionsFor(new Converter());

    private static readonly JsonSerializerOptions WrittenOptions = SingleTypeResolver.OptionsFor(new WrittenConverter());

    [ThreadStatic]
    private static byte[]? _found;

    /// <summary>The JSON; <see langword="null"/> where there is none, or the value is live.</summary>
    public static ReadOnlyMemory<byte>? Find(AgentSessionStateBag bag, string key)
    {
        if (bag.TryGetValue<Written>(key, out var written, WrittenOptions))
        {
            return written?.Json;
        }

        _found = null;
        _ = bag.TryGetValue<Nothing>(key, out _, Options);
        var found = _found;
        _found = null;
        return found is null ? default(ReadOnlyMemory<byte>?) : found;
    }

    /// <summary>Puts JSON of a version into the bag. It is live again once our accessors read it, or the session is serialized.</summary>
    public static void Set(AgentSessionStateBag bag, string key, ReadOnlyMemory<byte> json, int version)
    {
        bag.SetValue(key, new Written(json), WrittenOptions);
        BagVersion.Set(bag, BagVersion.KeyOf(key), version);
    }

    private sealed record Written(ReadOnlyMemory<byte> Json);

    private sealed class WrittenConverter : JsonConverter<Written>
    {
        // A bag keeps what it has read: what others wrote stays what it is.
        public override Written? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return null;
        }

        public override void Write(Utf8JsonWriter writer, Written value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
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
