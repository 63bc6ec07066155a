using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Agents.AI;

namespace Sessions.AgentFramework.State;

/// <summary>The version of a slot's value, in the bag beside it: within it, the value's own type could not be read by others.</summary>
internal sealed class BagVersion
{
    private const string Suffix = ".$version";

    private static readonly JsonSerializerOptions Options = SingleTypeResolver.OptionsFor(new Converter());

    private readonly int _number;

    private BagVersion(int number) => _number = number;

    /// <summary>Where the version of a slot's value is.</summary>
    public static string KeyOf(string stateKey) => stateKey + Suffix;

    /// <summary>The key of the value whose version a key may be of; <see langword="null"/> where it is of none.</summary>
    public static string? OwnerOf(string key) => key.EndsWith(Suffix, StringComparison.Ordinal) ? key[..^Suffix.Length] : null;

    public static void Set(AgentSessionStateBag bag, string versionKey, int version) => bag.SetValue(versionKey, new BagVersion(version), Options);

    /// <summary>The version of a slot's value; 0 where there is none: then the framework has written it.</summary>
    /// <exception cref="SessionFormatException">What is there is no version.</exception>
    public static int Find(AgentSessionStateBag bag, string stateKey, string versionKey)
    {
        try
        {
            return bag.TryGetValue<BagVersion>(versionKey, out var version, Options) && version is not null ? version._number : 0;
        }
        catch (JsonException exception)
        {
            throw new SessionFormatException(
                $"State '{stateKey}' cannot be read: what is under '{versionKey}' is no version of it. The stored value is unchanged; Clear empties the slot.", exception);
        }
    }

    /// <summary>The same for a value that is thrown away: what is no version is none.</summary>
    public static int FindReadable(AgentSessionStateBag bag, string versionKey)
    {
        try
        {
            return Find(bag, "", versionKey);
        }
        catch (SessionFormatException)
        {
            return 0;
        }
    }

    private sealed class Converter : JsonConverter<BagVersion>
    {
        public override BagVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0 ? new(number) : throw new JsonException("It is no version.");

        public override void Write(Utf8JsonWriter writer, BagVersion value, JsonSerializerOptions options) => writer.WriteNumberValue(value._number);
    }
}
