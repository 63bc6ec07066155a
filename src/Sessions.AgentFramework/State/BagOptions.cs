using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sessions.Storage;

namespace Sessions.AgentFramework.State;

/// <summary>The options that a bag writes the values of a slot with: it asks them, not us, when it is serialized.</summary>
internal static class BagOptions<T>
    where T : class, IAgentSessionState<T>
{
    /// <summary>For a value that has been set.</summary>
    public static readonly JsonSerializerOptions Plain = Of(new Converter(default));

    /// <summary>For a value that was made to be read: it is nothing as long as it is as it was made.</summary>
    public static readonly JsonSerializerOptions Made = Of(new MadeConverter());

    /// <summary>For a value beside which there are members that its type does not know.</summary>
    public static JsonSerializerOptions With(ReadOnlyMemory<byte> unknownMembers) => Of(new Converter(unknownMembers));

    /// <summary>Whether a value that was made to be read is as it was made. What has no JSON form has been changed.</summary>
    public static bool IsAsMade(T value)
    {
        try
        {
            return T.CreateState() is { } made && Write(value).Span.SequenceEqual(Write(made).Span);
        }
        catch (SessionFormatException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> Write(T value, ReadOnlyMemory<byte> unknownMembers = default) => StateSerializer.Serialize(value, unknownMembers).Json!.Value;

    private static JsonSerializerOptions Of(JsonConverter<T> converter) => SingleTypeResolver.OptionsFor(converter);

    private class Converter(ReadOnlyMemory<byte> unknownMembers) : JsonConverter<T>
    {
        // A bag keeps what it has read, and it may only be read with the version that is beside it: here, nothing is.
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return null;
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteRawValue(BagOptions<T>.Write(value, unknownMembers).Span, skipInputValidation: true);
    }

    private sealed class MadeConverter() : Converter(default)
    {
        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (IsAsMade(value))
            {
                writer.WriteNullValue();
            }
            else
            {
                base.Write(writer, value, options);
            }
        }
    }
}

/// <summary>Knows one type and its converter, so that nothing is looked up by reflection.</summary>
internal sealed class SingleTypeResolver : IJsonTypeInfoResolver
{
    private readonly Func<Type, JsonSerializerOptions, JsonTypeInfo?> _create;

    private SingleTypeResolver(Func<Type, JsonSerializerOptions, JsonTypeInfo?> create) => _create = create;

    public static JsonSerializerOptions OptionsFor<T>(JsonConverter<T> converter)
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = new SingleTypeResolver((type, options) => type == typeof(T) ? JsonMetadataServices.CreateValueInfo<T>(options, converter) : null),
        };
        options.MakeReadOnly();
        return options;
    }

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => _create(type, options);
}
