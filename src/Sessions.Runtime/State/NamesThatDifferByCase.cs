using System.Text.Json.Serialization.Metadata;

namespace Sessions;

/// <summary>Finds members that only their case tells apart: with those, no JSON can be read without regard to it.</summary>
internal static class NamesThatDifferByCase
{
    /// <summary>Whether a type, or one that it is made of, has such members.</summary>
    public static bool AreIn(JsonTypeInfo type) => AreIn(type, []);

    private static bool AreIn(JsonTypeInfo type, HashSet<Type> visited)
    {
        if (!visited.Add(type.Type))
        {
            return false;
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return (type.Kind == JsonTypeInfoKind.Object && type.Properties.Any(property => !names.Add(property.Name)))
            || PartsOf(type).Any(part => type.Options.TryGetTypeInfo(part, out var info) && AreIn(info, visited));
    }

    private static IEnumerable<Type> PartsOf(JsonTypeInfo type)
    {
        var parts = type.Kind == JsonTypeInfoKind.Object
            ? type.Properties.Where(property => property.CustomConverter is null).Select(property => property.PropertyType)
            : new[] { type.ElementType, Nullable.GetUnderlyingType(type.Type) }.OfType<Type>();
        return parts.Concat(type.PolymorphismOptions?.DerivedTypes.Select(derived => derived.DerivedType) ?? []);
    }
}
