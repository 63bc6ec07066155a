using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Sessions.Storage;

namespace Sessions;

/// <summary>A state value read from JSON, together with the members of it that the type does not know.</summary>
/// <param name="Origin">What it was read from.</param>
/// <param name="Value">The value; <see langword="null"/> for an absent slot.</param>
/// <param name="UnknownMembers">The members that newer code has written, as JSON between the braces; they are written back.</param>
internal readonly record struct StateJson<T>(StateValue? Origin, T? Value, ReadOnlyMemory<byte> UnknownMembers)
    where T : class, IAgentSessionState<T>
{
    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = JsonLimits.MaxDepth };

    /// <summary>Reads a value, stepping it up to the type's version where older code wrote it.</summary>
    /// <param name="origin">The value as it is stored.</param>
    /// <param name="typeInfo">The type's metadata.</param>
    /// <param name="mayBeForeign">Whether another serializer may have written it, whatever its version.</param>
    public static StateJson<T> Read(StateValue? origin, JsonTypeInfo<T> typeInfo, bool mayBeForeign = false)
    {
        if (origin?.Json is not { } json)
        {
            return new StateJson<T>(origin, null, default);
        }

        ThrowIfNewer(origin);
        try
        {
            var isForeign = mayBeForeign || origin.Version == StateValue.ForeignVersion;
            var reading = isForeign ? ForeignJson<T>.Of(typeInfo) : typeInfo;
            var version = origin.Version == StateValue.ForeignVersion ? 1 : origin.Version;
            var current = version < T.StateVersion ? Migrate(json, version, ignoreCase: isForeign && reading.Options.PropertyNameCaseInsensitive) : json;
            var value = JsonSerializer.Deserialize(current.Span, reading) ?? throw new JsonException("It is null.");
            return new StateJson<T>(origin, value, UnknownStateMembers.Of(current, reading));
        }
        catch (Exception exception) when (exception is not SessionException)
        {
            // Converters, constructors and setters are the user's: whatever they throw, they cannot take this value.
            throw new SessionFormatException(
                $"State '{T.StateKey}' cannot be read as {typeof(T)}, at {(exception as JsonException)?.Path ?? "$"}: {exception.Message} The stored value is unchanged; Clear empties the slot.",
                exception);
        }
    }

    /// <summary>Writes a value, with the members that its type does not know.</summary>
    /// <exception cref="SessionFormatException">The value has no JSON form.</exception>
    public static ReadOnlyMemory<byte> Write(T value, ReadOnlyMemory<byte> unknownMembers, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(value, typeInfo);
            JsonLimits.ThrowIfTooDeep(json, typeInfo.Options);
            return unknownMembers.IsEmpty ? json : UnknownStateMembers.Append(json, unknownMembers.Span);
        }
        catch (Exception exception)
        {
            throw new SessionFormatException(
                $"State '{T.StateKey}' has no JSON form, at {T.StateKey}{UnwritableMember.PathOf(value, typeInfo)}: {exception.Message} Nothing of it was stored; set it to a value that has one, or clear it.", exception);
        }
    }

    /// <summary>Refuses a value that this code does not know the shape of.</summary>
    /// <exception cref="SessionStateVersionException">Newer code wrote the value.</exception>
    public static void ThrowIfNewer(StateValue value)
    {
        if (value.Json is not null && value.Version > T.StateVersion)
        {
            throw new SessionStateVersionException(T.StateKey, value.Version, T.StateVersion);
        }
    }

    private static ReadOnlyMemory<byte> Migrate(ReadOnlyMemory<byte> json, int version, bool ignoreCase)
    {
        var state = JsonNode.Parse(json.Span, new JsonNodeOptions { PropertyNameCaseInsensitive = ignoreCase }, DocumentOptions) as JsonObject
            ?? throw new JsonException($"It is of version {version}, and migrations work on JSON objects, which it is not.");
        for (; version < T.StateVersion; version++)
        {
            try
            {
                T.MigrateState(state, version);
            }
            catch (Exception exception)
            {
                throw new SessionFormatException(
                    $"State '{T.StateKey}' could not be brought from version {version} to {version + 1}: {exception.Message} The stored value is unchanged.", exception);
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(state, StateNodeJson.Default.JsonObject);
    }
}
