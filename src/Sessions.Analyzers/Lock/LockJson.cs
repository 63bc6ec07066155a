using System.Collections.Immutable;

namespace Sessions.Analyzers.Lock;

internal enum LockJsonKind
{
    String,
    Number,
    Object,
    Array,
}

/// <summary>A value in the file, and where it begins.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">The index of its first character.</param>
/// <param name="Text">The text of a string, without its escapes, or of a number.</param>
/// <param name="Items">The values in an object, which have names, or in an array.</param>
internal sealed record LockJson(LockJsonKind Kind, int Position, string Text, ImmutableArray<(string Name, int Position, LockJson Value)> Items);

/// <summary>Why the file cannot be read, and where.</summary>
internal sealed class LockFormatException(string message, int position) : Exception(message)
{
    /// <summary>The index of the character at fault.</summary>
    public int Position { get; } = position;
}
