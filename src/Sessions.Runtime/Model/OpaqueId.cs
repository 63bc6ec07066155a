using System.Buffers;
using System.Text;

namespace Sessions;

/// <summary>What callers may name sessions, tenants and turns by: any text of a sensible length that can be stored and logged.</summary>
internal static class OpaqueId
{
    /// <summary>The longest id, in UTF-16 code units.</summary>
    public const int MaxLength = 512;

    /// <summary>Refuses what cannot be stored and compared everywhere in the same way.</summary>
    /// <param name="id">The id.</param>
    /// <param name="name">What it is called where it is given.</param>
    /// <exception cref="ArgumentException">It is too long, or has a control character or a lone surrogate.</exception>
    public static void ThrowIfInvalid(string id, string name)
    {
        if (FaultOf(id) is { } fault)
        {
            throw new ArgumentException($"The {name} {fault}", name);
        }
    }

    /// <summary>Whether it can be stored and compared everywhere in the same way.</summary>
    public static bool IsValid(string id) => FaultOf(id) is null;

    private static string? FaultOf(string id)
    {
        if (id.Length > MaxLength)
        {
            return $"has {id.Length} characters; at most {MaxLength} are allowed.";
        }

        ReadOnlySpan<char> rest = id;
        while (!rest.IsEmpty)
        {
            var position = id.Length - rest.Length;
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != OperationStatus.Done)
            {
                return $"has a lone surrogate at position {position}; it must be valid Unicode.";
            }

            if (Rune.IsControl(rune))
            {
                return $"has the control character U+{rune.Value:X4} at position {position}; ids may not have any.";
            }

            rest = rest[consumed..];
        }

        return null;
    }
}
