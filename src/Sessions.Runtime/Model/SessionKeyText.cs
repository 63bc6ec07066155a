using System.Diagnostics.CodeAnalysis;

namespace Sessions;

/// <summary>A session's key as text: one text a key, and one key a text.</summary>
internal static class SessionKeyText
{
    private const char Separator = '/';
    private const char Escape = '%';
    private const string EscapedSeparator = "%2F";
    private const string EscapedEscape = "%25";

    public static string Of(string tenant, string id) => tenant.Length == 0 ? Escaped(id) : $"{Escaped(tenant)}{Separator}{Escaped(id)}";

    /// <summary>Takes a text apart. What the parts may be is not looked at.</summary>
    /// <returns>Whether it is written in the one way in which a key is.</returns>
    public static bool TrySplit([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? tenant, [NotNullWhen(true)] out string? id)
    {
        var separator = text?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        tenant = text is null ? null : separator < 0 ? "" : Unescaped(text[..separator]);
        id = text is null ? null : Unescaped(text[(separator + 1)..]);

        // Leaves out other spellings of a key, such as the default tenant's with a separator, or with another escape.
        return tenant is not null && id is not null && string.Equals(Of(tenant, id), text, StringComparison.Ordinal);
    }

    private static string Escaped(string part) =>
        part.Replace("%", EscapedEscape, StringComparison.Ordinal).Replace("/", EscapedSeparator, StringComparison.Ordinal);

    private static string Unescaped(string part) => !part.Contains(Escape, StringComparison.Ordinal) ? part
        : part.Replace(EscapedSeparator, "/", StringComparison.Ordinal).Replace(EscapedEscape, "%", StringComparison.Ordinal);
}
