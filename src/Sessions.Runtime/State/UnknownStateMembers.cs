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
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions
        {
            MaxDepth = JsonLimits.MaxDepth,
            AllowTrailingCommas = typeInfo.Options.AllowTrailingCommas,
            CommentHandling = JsonCommentHandling.Skip,
        });
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

    /// <summary>Puts unknown members behind those of a JSON object.</summary>
    public static byte[] Append(ReadOnlySpan<byte> json, ReadOnlySpan<byte> members)
    {
        var end = json.LastIndexOf((byte)'}');
        var isEmpty = json[..end].TrimEnd(" \r\n\t"u8).EndsWith("{"u8);
        return [.. json[..end], .. isEmpty ? ""u8 : ","u8, .. members, .. json[end..]];
    }

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
