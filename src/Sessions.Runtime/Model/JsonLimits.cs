using System.Text.Json;

namespace Sessions;

/// <summary>The limits of what is parsed.</summary>
internal static class JsonLimits
{
    /// <summary>How deep session data may nest. A tool's arguments and results come from outside; a limit keeps them from exhausting the stack.</summary>
    public const int MaxDepth = 256;

    /// <summary>How deep a message or a state value may nest, so that what it is part of, a document or a step, does not nest deeper than it may.</summary>
    public const int MaxPartDepth = MaxDepth - 16;

    /// <summary>Refuses JSON that could be written, and not be read again as part of a session.</summary>
    /// <exception cref="JsonException">It nests too deep.</exception>
    public static void ThrowIfTooDeep(ReadOnlySpan<byte> json, int maxDepth = MaxPartDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
        }
    }

    /// <summary>The same for what was written with options: most do not let it come to that.</summary>
    /// <inheritdoc cref="ThrowIfTooDeep(ReadOnlySpan{byte}, int)"/>
    public static void ThrowIfTooDeep(ReadOnlySpan<byte> json, JsonSerializerOptions options)
    {
        // 0 stands for 64. An element is written as deep as it is.
        if (options.MaxDepth > MaxPartDepth || json.Length > 2 * MaxPartDepth)
        {
            ThrowIfTooDeep(json);
        }
    }
}
