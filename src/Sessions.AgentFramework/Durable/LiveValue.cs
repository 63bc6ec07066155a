using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>Finds values that a bag has as objects. Asking the bag for one that it has as JSON would make an object of it, by whatever rules.</summary>
internal static class LiveValue
{
    public static T? Find<T>(Framework.AgentSessionStateBag bag)
        where T : class, IAgentSessionState<T> => bag.TryGetValue<T>(T.StateKey, out var value, Probe<T>.Options) ? value : null;

    private static class Probe<T>
        where T : class
    {
        public static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = new Resolver<T>() };
    }

    private sealed class Resolver<T> : IJsonTypeInfoResolver
        where T : class
    {
        public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
            type == typeof(T) ? JsonMetadataServices.CreateValueInfo<T>(options, new Nothing<T>()) : null;
    }

    /// <summary>Makes nothing of any JSON.</summary>
    private sealed class Nothing<T> : JsonConverter<T>
        where T : class
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return null;
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException("It only looks for values.");
    }
}
