using System.Security.Cryptography;
using System.Text;

namespace Sessions;

/// <summary>
/// Texts of callers as they are kept in keys. An entry of an index has at most 2,704 bytes, and a key has up to three such texts, so that
/// one that is long is kept by its beginning and a hash. Control characters are in no id: a long text has the form of no short one.
/// </summary>
internal static class BoundedText
{
    private const int MaxBytes = 600;
    private const int CharactersOfLong = 160;

    /// <summary>The text, or what stands for it where it is long.</summary>
    public static string Of(string text)
    {
        if (!IsLong(text))
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[CharactersOfLong - 1]) ? CharactersOfLong - 1 : CharactersOfLong;
        return $"{text.AsSpan(0, end)}\u0001{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }

    /// <summary>The text where it is long, to be kept beside what stands for it.</summary>
    public static string? Whole(string text) => IsLong(text) ? text : null;

    private static bool IsLong(string text) => text.Length > MaxBytes / 3 && Encoding.UTF8.GetByteCount(text) > MaxBytes;
}
