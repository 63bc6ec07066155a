using System.Globalization;
using System.Text.Json;

namespace Sessions.Testing;

/// <summary>The shipped versions of a key in a state lock file, with their samples.</summary>
internal static class LockFileSamples
{
    /// <summary>Reads the shipped versions of a key, in their order.</summary>
    /// <exception cref="ArgumentException">The text is no lock file, or the key is not in it.</exception>
    public static List<(int Number, string? Sample)> Read(string lockFile, string key)
    {
        try
        {
            using var json = JsonDocument.Parse(lockFile);
            return StateOf(json.RootElement).TryGetProperty(key, out var versions)
                ? [.. versions.EnumerateObject().Where(version => IsShipped(version.Value)).Select(Read).OrderBy(version => version.Number)]
                : throw new ArgumentException($"The lock file does not have the key '{key}'. Let the fix of SESS401 or SESS404 add it.", nameof(lockFile));
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ArgumentException($"The text is not that of a state lock file: {exception.Message}", nameof(lockFile), exception);
        }
    }

    /// <summary>A file with agents says its format; one without has the state alone.</summary>
    private static JsonElement StateOf(JsonElement file) => file.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.Number ? file.GetProperty("state") : file;

    private static bool IsShipped(JsonElement version) => version.TryGetProperty("status", out var status) && status.ValueEquals("shipped"u8);

    private static (int Number, string? Sample) Read(JsonProperty version) =>
        (int.Parse(version.Name, NumberStyles.None, CultureInfo.InvariantCulture), version.Value.TryGetProperty("sample", out var sample) ? sample.GetRawText() : null);
}
