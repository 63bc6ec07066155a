using System.Collections.Immutable;

namespace Sessions.Analyzers.Lock;

internal enum LockJsonKind
{
    String,
    Number,
    Object,
    Array,

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
    Word,
}

/// <summary>A value in the file, and where it begins.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">The index of its first character.</param>
/// <param name="Text">The text of a string, without its escapes, of a number or of a word.</param>
/// <param name="Items">The values in an object, which have names, or in an array.</param>
internal sealed record LockJson(LockJsonKind Kind, int Position, string Text, ImmutableArray<(string Name, int Position, LockJson Value)> Items)
{
    private static readonly ImmutableArray<(string Name, int Position, LockJson Value)> NoItems = ImmutableArray<(string Name, int Position, LockJson Value)>.Empty;

    /// <summary>The first value of a name in an object.</summary>
    public LockJson? Find(string name) => Kind == LockJsonKind.Object ? Items.FirstOrDefault(item => item.Name == name).Value : null;

    public static LockJson Of(LockJsonKind kind, string text) => new(kind, 0, text, NoItems);

    /// <summary>An object, or an array of values without names.</summary>
    public static LockJson Of(LockJsonKind kind, IEnumerable<(string Name, LockJson Value)> items) =>
        new(kind, 0, "", items.Select(static item => (item.Name, 0, item.Value)).ToImmutableArray());
}

/// <summary>Why the file cannot be read, and where.</summary>
internal sealed class LockFormatException(string message, int position) : Exception(message)
{
    /// <summary>The index of the character at fault.</summary>
    public int Position { get; } = position;
}
