using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sessions;

/// <summary>
/// How a value is read that another serializer has written, or may have: names without regard to case, enums as text or as numbers,
/// whatever the type's own JSON is.
/// </summary>
internal static class ForeignJson<T>
    where T : class, IAgentSessionState<T>
{
    private static JsonTypeInfo<T>? _typeInfo;

    /// <summary>The type's metadata, to read such a value with. It is not for writing.</summary>
    public static JsonTypeInfo<T> Of(JsonTypeInfo<T> own) => _typeInfo ??= Make(own);

    private static JsonTypeInfo<T> Make(JsonTypeInfo<T> own)
    {
        var options = new JsonSerializerOptions(own.Options) { PropertyNameCaseInsensitive = !NamesThatDifferByCase.AreIn(own) };
        options.Converters.Insert(0, new ForeignEnumConverter(own.Options));
        options.MakeReadOnly();
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }
}
