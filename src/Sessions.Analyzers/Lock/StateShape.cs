using System.Collections.Immutable;

namespace Sessions.Analyzers.Lock;

/// <summary>What the JSON of a state value looks like.</summary>
/// <param name="Type">The name of the state type, which is that of one of the parts.</param>
/// <param name="Parts">The state type and the plain types and enums inside it, by name.</param>
internal sealed record StateShape(string Type, ImmutableSortedDictionary<string, ShapePart> Parts)
{
    public bool Equals(StateShape? other) =>
        other is not null && Type == other.Type && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Type);
}

internal enum ShapePartKind
{
    /// <summary>A plain type: the lines are its members, with the types they have.</summary>
    Members,

    /// <summary>An enum stored as numbers: the lines are its values.</summary>
    Numbers,

    /// <summary>An enum stored by name: the lines are the names.</summary>
    Names,

    /// <summary>A type that is stored as something else, a collection for one: the only line says as what.</summary>
    Alias,
}

/// <summary>What the JSON of one type looks like, a line for each of its parts.</summary>
internal sealed record ShapePart(ShapePartKind Kind, ImmutableSortedDictionary<string, string> Lines)
{
    public static ShapePart Alias(string notation) =>
        new(ShapePartKind.Alias, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("", notation));

    public string Target => Lines[""];

    public bool Equals(ShapePart? other) => other is not null && Kind == other.Kind && Lines.SequenceEqual(other.Lines);

    public override int GetHashCode() => Lines.Count;
}
