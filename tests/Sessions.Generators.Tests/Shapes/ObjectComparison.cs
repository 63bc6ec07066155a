using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sessions.Generators.Tests.Shapes;

/// <summary>Compares what two objects hold, to the last private field.</summary>
internal static class ObjectComparison
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Where two objects differ; <see langword="null"/> if they do not.</summary>
    public static string? FindDifference(object? expected, object? actual, string path = "$")
    {
        if (expected is null || actual is null)
        {
            return expected == actual ? null : $"{path}: {expected ?? "null"} is {actual ?? "null"}";
        }

        var type = expected.GetType();
        if (type != actual.GetType())
        {
            return $"{path}: {type} is {actual.GetType()}";
        }

        // A default ImmutableArray or JsonElement has nothing in it that could be looked at.
        if (type.IsValueType && expected.Equals(actual))
        {
            return null;
        }

        if (IsValue(type))
        {
            return Text(expected) == Text(actual) ? null : $"{path}: {expected} is {actual}";
        }

        return expected is IEnumerable items
            ? FindDifference(items.Cast<object?>().ToList(), ((IEnumerable)actual).Cast<object?>().ToList(), path)
            : Fields(type).Select(field => FindDifference(field.GetValue(expected), field.GetValue(actual), $"{path}.{field.Name}")).FirstOrDefault(difference => difference is not null);
    }

    private static string? FindDifference(List<object?> expected, List<object?> actual, string path) => expected.Count != actual.Count
        ? $"{path}: {expected.Count} items are {actual.Count}"
        : expected.Select((item, index) => FindDifference(item, actual[index], $"{path}[{index}]")).FirstOrDefault(difference => difference is not null);

    /// <summary>Whether the framework's type is compared by what it is written as.</summary>
    private static bool IsValue(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(JsonElement) || typeof(JsonNode).IsAssignableFrom(type)
        || typeof(JsonDocument).IsAssignableFrom(type) || (type.Namespace == "System" && !type.IsArray && !type.Name.StartsWith("ValueTuple", StringComparison.Ordinal));

    private static string Text(object value) => JsonSerializer.Serialize(value, value.GetType());

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var field in current.GetFields(Declared))
            {
                yield return field;
            }
        }
    }
}
