using System.Text;
using System.Text.Json;

namespace Sessions;

/// <summary>Changes that tools made to state, as part of a document.</summary>
internal static class StateStepJson
{
    /// <summary>Writes the changes as an array; nothing where there are none.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<StateStep> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("key"u8, change.Key);
            writer.WriteNumber("version"u8, change.Version);
            if (change.Before is { } before)
            {
                writer.WriteBase64String("before"u8, before);
            }

            if (change.Json is { } json)
            {
                writer.WritePropertyName("value"u8);
                writer.WriteRawValue(json.Span);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads the changes that an object has under a name.</summary>
    public static IReadOnlyList<StateStep> Read(JsonElement owner, ReadOnlySpan<byte> name) =>
        owner.TryGetProperty(name, out var changes) ? [.. changes.EnumerateArray().Select(Read)] : [];

    private static StateStep Read(JsonElement change) => new(
        change.GetProperty("key"u8).GetString() ?? throw new JsonException("The key is null."),
        change.GetProperty("version"u8).GetInt32(),
        change.TryGetProperty("before"u8, out var before) ? before.GetBytesFromBase64() : null,
        change.TryGetProperty("value"u8, out var value) ? Encoding.UTF8.GetBytes(value.GetRawText()) : default(ReadOnlyMemory<byte>?));
}
