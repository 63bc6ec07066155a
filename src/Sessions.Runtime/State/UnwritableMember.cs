using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sessions;

/// <summary>Finds the member for which a value cannot be written: the serializer does not always say.</summary>
internal static class UnwritableMember
{
    private const int MaxDepth = 16;

    /// <summary>The way from a value to the member, such as <c>.Scores[2].Average</c>; empty where it is the value itself.</summary>
    public static string PathOf(object value, JsonTypeInfo type, int depth = 0) => depth == MaxDepth ? "" : type.Kind switch
    {
        JsonTypeInfoKind.Object => PathOfMember(value, type, depth),
        JsonTypeInfoKind.Enumerable => PathOfItem(value, type, depth),
        _ => "",
    };

    private static string PathOfMember(object value, JsonTypeInfo type, int depth)
    {
        foreach (var property in type.Properties)
        {
            // How these write a value is not how its type does.
            if (property.Get is null || property.CustomConverter is not null || property.NumberHandling is not null)
            {
                continue;
            }

            object? member;
            try
            {
                member = property.Get(value);
            }
            catch (Exception)
            {
                return "." + property.Name;
            }

            if (member is not null && property.ShouldSerialize?.Invoke(value, member) != false && PathIn(member, property.Options, property.PropertyType, depth) is { } path)
            {
                return $".{property.Name}{path}";
            }
        }

        return "";
    }

    private static string PathOfItem(object value, JsonTypeInfo type, int depth)
    {
        var index = 0;
        foreach (var item in value as IEnumerable ?? Array.Empty<object>())
        {
            if (item is not null && type.ElementType is { } itemType && PathIn(item, type.Options, itemType, depth) is { } path)
            {
                return $"[{index}]{path}";
            }

            index++;
        }

        return "";
    }

    private static string? PathIn(object value, JsonSerializerOptions options, Type type, int depth)
    {
        JsonTypeInfo? info = null;
        try
        {
            info = options.GetTypeInfo(type);
            _ = JsonSerializer.SerializeToUtf8Bytes(value, info);
            return null;
        }
        catch (Exception)
        {
            return info is null ? "" : PathOf(value, info, depth + 1);
        }
    }
}
