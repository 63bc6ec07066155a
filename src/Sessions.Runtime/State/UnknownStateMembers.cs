using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sessions;

/// <summary>
/// The members of a stored value that its type does not have: newer code wrote them, and older code that changes the value must
/// not erase them.
/// </summary>
internal static class UnknownStateMembers
{
    /// <summary>The unknown members at the top level of a value, as they stand there, with commas between them.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json, JsonTypeInfo typeInfo)
    {
        if (typeInfo.Kind != JsonTypeInfoKind.Object)
        {
            return default;
        }

        var comparison = typeInfo.Options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var unknown = new MemoryStream();
        var reader = ReaderOf(json, typeInfo);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isKnown = IsKnown(ref reader, typeInfo, comparison);
            reader.Read();
            reader.Skip();
            if (!isKnown)
            {
                if (unknown.Length > 0)
                {
                    unknown.WriteByte((byte)',');
                }

                unknown.Write(json.Span[start..(int)reader.BytesConsumed]);
            }
        }

        return unknown.ToArray();
    }

    /// <summary>Whether no member of a value has one of the type's names, and some have one but for its case.</summary>
    public static bool AreKnownButForCase(ReadOnlyMemory<byte> json, JsonTypeInfo typeInfo)
    {
        var names = NamesOf(json, typeInfo);
        return typeInfo.Kind == JsonTypeInfoKind.Object
            && !names.Exists(name => typeInfo.Properties.Any(property => string.Equals(property.Name, name, StringComparison.Ordinal)))
            && names.Exists(name => typeInfo.Properties.Any(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Puts unknown members behind those of a JSON object.</summary>
    public static byte[] Append(ReadOnlySpan<byte> json, ReadOnlySpan<byte> members)
    {
        var end = json.LastIndexOf((byte)'}');
        var isEmpty = json[..end].TrimEnd(" \r\n\t"u8).EndsWith("{"u8);
        return [.. json[..end], .. isEmpty ? ""u8 : ","u8, .. members, .. json[end..]];
    }

    private static List<string> NamesOf(ReadOnlyMemory<byte> json, JsonTypeInfo typeInfo)
    {
        var names = new List<string>();
        var reader = ReaderOf(json, typeInfo);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            names.Add(reader.GetString()!);
            reader.Read();
            reader.Skip();
        }

        return names;
    }

    private static Utf8JsonReader ReaderOf(ReadOnlyMemory<byte> json, JsonTypeInfo typeInfo) => new(json.Span, new JsonReaderOptions
    {
        MaxDepth = JsonLimits.MaxDepth,
        AllowTrailingCommas = typeInfo.Options.AllowTrailingCommas,
        CommentHandling = JsonCommentHandling.Skip,
    });

    private static bool IsKnown(ref Utf8JsonReader reader, JsonTypeInfo typeInfo, StringComparison comparison)
    {
        var name = reader.GetString()!;
        if (name.StartsWith('$'))
        {
            // Metadata of the serializer, which writes its own.
            return true;
        }

        foreach (var property in typeInfo.Properties)
        {
            if (property.IsExtensionData || string.Equals(property.Name, name, comparison))
            {
                return true;
            }
        }

        return false;
    }
}
