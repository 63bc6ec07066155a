using System.Text.Json;

namespace Sessions;

/// <summary>Members of a session's JSON that have to be there.</summary>
internal static class RequiredMember
{
    public static T Of<T>(T? value, string name)
        where T : struct => value ?? throw Missing(name);

    public static string Of(string? value, string name) => string.IsNullOrEmpty(value) ? throw Missing(name) : value;

    public static JsonException Missing(string name) => new($"The member '{name}' is missing or empty.");
}
