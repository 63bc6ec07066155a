using System.Buffers;
using System.Text.Json;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.State;

/// <summary>State bags as JSON.</summary>
internal static class StateBagJson
{
    private static readonly JsonElement Empty = Parse("{}"u8);

    /// <summary>Whether something in a bag is the version of a value that is there.</summary>
    public static bool IsVersion(JsonElement values, string name) =>
        BagVersion.OwnerOf(name) is { } owner && values.TryGetProperty(owner, out _) && VersionOf(values, owner) > 0;

    /// <summary>The version of a value in a bag; 0 where there is none: then the framework has written it.</summary>
    public static int VersionOf(JsonElement values, string key) =>
        values.TryGetProperty(BagVersion.KeyOf(key), out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number > 0 ? number : 0;

    public static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>What is in a bag; <see langword="null"/> where something in there has no JSON form.</summary>
    public static JsonElement? TrySerialize(Framework.AgentSessionStateBag bag)
    {
        try
        {
            return bag.Serialize();
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether two bags have the same in them.</summary>
    public static bool AreSame(JsonElement one, JsonElement other)
    {
        var count = 0;
        foreach (var value in one.EnumerateObject())
        {
            count++;
            if (!other.TryGetProperty(value.Name, out var same) || same.GetRawText() != value.Value.GetRawText())
            {
                return false;
            }
        }

        return count == other.EnumerateObject().Count();
    }

    /// <summary>A bag with other values in place of some that it has.</summary>
    /// <param name="bag">The bag; <see langword="null"/> for an empty one.</param>
    /// <param name="others">The other values; <see langword="null"/> for what is to be missing.</param>
    /// <param name="versions">The bag that has the versions of the other values.</param>
    public static JsonElement Merge(JsonElement? bag, IReadOnlyDictionary<string, JsonElement?> others, JsonElement? versions)
    {
        if (others.Count == 0)
        {
            return bag ?? Empty;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteOthersThan(json, bag ?? Empty, others);
            foreach (var (key, value) in others)
            {
                Write(json, key, value, versions);
            }

            json.WriteEndObject();
        }

        return Parse(buffer.WrittenSpan);
    }

    private static void WriteOthersThan(Utf8JsonWriter json, JsonElement bag, IReadOnlyDictionary<string, JsonElement?> others)
    {
        foreach (var value in bag.EnumerateObject())
        {
            var key = IsVersion(bag, value.Name) ? BagVersion.OwnerOf(value.Name)! : value.Name;
            if (!others.ContainsKey(key))
            {
                value.WriteTo(json);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, string key, JsonElement? value, JsonElement? versions)
    {
        if (value is { } given)
        {
            json.WritePropertyName(key);
            given.WriteTo(json);
            if (versions is { } known && known.TryGetProperty(BagVersion.KeyOf(key), out var version))
            {
                json.WritePropertyName(BagVersion.KeyOf(key));
                version.WriteTo(json);
            }
        }
    }
}
