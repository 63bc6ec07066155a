using System.Reflection;

namespace Sessions.Generators.Tests;

/// <summary>Walks what an object holds, to the last private field.</summary>
internal static class ObjectGraph
{
    public static object? Find(object root, Func<object, bool> isSought)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<object>([root]);
        while (pending.TryPop(out var current))
        {
            if (isSought(current))
            {
                return current;
            }

            if (seen.Add(current))
            {
                Parts(current).ToList().ForEach(pending.Push);
            }
        }

        return null;
    }

    private static IEnumerable<object> Parts(object current)
    {
        if (current is string or Pointer || current.GetType().IsPrimitive || current.GetType().IsEnum)
        {
            return [];
        }

        var fields = Hierarchy(current.GetType())
            .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(field => field.GetValue(current));
        var items = current is Array array ? array.Cast<object?>() : [];
        return fields.Concat(items).OfType<object>();
    }

    private static IEnumerable<Type> Hierarchy(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }
}
