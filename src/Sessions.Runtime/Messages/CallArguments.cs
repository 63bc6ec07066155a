using System.Text.Json;

namespace Sessions;

/// <summary>Compares the arguments of tool calls.</summary>
internal static class CallArguments
{
    public static bool AreEqual(IDictionary<string, object?>? left, IDictionary<string, object?>? right)
    {
        if (left is null || right is null || left.Count != right.Count)
        {
            return (left?.Count ?? 0) == (right?.Count ?? 0);
        }

        foreach (var (name, value) in left)
        {
            if (!right.TryGetValue(name, out var other) || !ValuesAreEqual(value, other))
            {
                return false;
            }
        }

        return true;
    }

    // A value is what a client parsed, or what a store gave back: JSON of the same value counts as equal.
    private static bool ValuesAreEqual(object? left, object? right) =>
        Equals(left, right) || (ToElement(left) is { } first && ToElement(right) is { } second && JsonElement.DeepEquals(first, second));

    private static JsonElement? ToElement(object? value)
    {
        if (value is JsonElement element)
        {
            return element;
        }

        return value is null || MessageJson.TrySerialize(value) is not { } json ? null : JsonDocument.Parse(json).RootElement;
    }
}
