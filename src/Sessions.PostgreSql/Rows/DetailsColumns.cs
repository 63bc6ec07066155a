using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Sessions;

/// <summary>A session's details as columns: when it expires, its title, owner and metadata, in this order.</summary>
internal static class DetailsColumns
{
    /// <summary>Reads them from four columns, the first of which is given.</summary>
    public static SessionDetails? Read(NpgsqlDataReader row, int first)
    {
        if (row.IsDBNull(first) && row.IsDBNull(first + 1) && row.IsDBNull(first + 2) && row.IsDBNull(first + 3))
        {
            return null;
        }

        return new SessionDetails
        {
            ExpiresAt = row.TimeOrNull(first),
            Title = row.TextOrNull(first + 1),
            Owner = row.TextOrNull(first + 2),
            Metadata = row.TextOrNull(first + 3) is { } metadata ? ReadMetadata(metadata) : ImmutableDictionary<string, string>.Empty,
        };
    }

    /// <summary>Metadata as a JSON object; none where there is nothing in it.</summary>
    public static string? WriteMetadata(ImmutableDictionary<string, string>? metadata)
    {
        if (metadata is null or { IsEmpty: true })
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (key, value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static ImmutableDictionary<string, string> ReadMetadata(string json)
    {
        var pairs = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            _ = reader.Read();
            pairs[key] = reader.GetString() ?? throw new JsonException("A value of the metadata is null.");
        }

        return pairs.ToImmutable();
    }
}
