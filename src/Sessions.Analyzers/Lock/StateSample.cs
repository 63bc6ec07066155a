using System.Collections.Immutable;

namespace Sessions.Analyzers.Lock;

/// <summary>
/// Makes a value of a shape, the same for the same shape: every member that the shape tells the JSON of has one. What a converter
/// writes is not told, so such a member is left out.
/// </summary>
internal sealed class StateSample
{
    private readonly ImmutableSortedDictionary<string, ShapePart> _parts;
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    private StateSample(StateShape shape) => _parts = shape.Parts;

    /// <summary>The value; <see langword="null"/> where a member is required that cannot be told.</summary>
    public static LockJson? Of(StateShape shape) => new StateSample(shape).Write(shape.Type, shape.Type);

    /// <summary>The value of a type; <see langword="null"/> where its JSON is not told.</summary>
    /// <param name="notation">The type's notation.</param>
    /// <param name="name">The name of the member that has the value, which is what a text says: so each has another.</param>
    private LockJson? Write(string notation, string name)
    {
        var (type, isNullable) = TypeNotation.SplitNullable(notation);
        return WriteNotNull(type, name) ?? (isNullable ? SampleValues.Null : null);
    }

    private LockJson? WriteNotNull(string type, string name) =>
        _parts.TryGetValue(type, out var part) ? WritePart(type, part, name)
        : TypeNotation.ElementOf(type) is { } element ? LockJson.Of(LockJsonKind.Array, Present([("", Write(element, name))]))
        : TypeNotation.PartsOfMap(type) is var (key, value) ? LockJson.Of(LockJsonKind.Object, Present([(KeyOf(key, name), Write(value, name))]))
        : SampleValues.Of(type, name);

    private LockJson? WritePart(string type, ShapePart part, string name)
    {
        // A type that has itself inside ends here, as its values do.
        if (!_open.Add(type))
        {
            return null;
        }

        var sample = part.Kind switch
        {
            ShapePartKind.Alias => Write(part.Target, name),
            ShapePartKind.Numbers => part.Lines.Values.FirstOrDefault() is { } number ? LockJson.Of(LockJsonKind.Number, number) : null,
            ShapePartKind.Names => part.Lines.Keys.FirstOrDefault() is { } text ? LockJson.Of(LockJsonKind.String, text) : null,
            _ => WriteMembers(part.Lines, discriminator: []),
        };
        _open.Remove(type);
        return sample;
    }

    private LockJson? WriteMembers(ImmutableSortedDictionary<string, string> lines, (string Name, LockJson Value)[] discriminator)
    {
        if (lines.Where(IsDerived).Select(line => WriteDerived(lines, line)).FirstOrDefault(static sample => sample is not null) is { } derived)
        {
            return derived;
        }

        var members = lines
            .Where(static line => !IsDerived(line) && line.Key != TypeNotation.Discriminator)
            .Select(line => (Name: line.Key, IsRequired: IsRequired(line.Value), Value: Write(WithoutRequired(line.Value), line.Key)))
            .ToList();
        return members.Exists(static member => member.IsRequired && member.Value is null)
            ? null
            : LockJson.Of(LockJsonKind.Object, discriminator.Concat(Present(members.Select(static member => (member.Name, member.Value)))));
    }

    private LockJson? WriteDerived(ImmutableSortedDictionary<string, string> lines, KeyValuePair<string, string> line)
    {
        var id = line.Key.Substring(TypeNotation.Derived.Length);
        var property = lines.TryGetValue(TypeNotation.Discriminator, out var named) ? named : TypeNotation.DefaultDiscriminator;

        // Whether digits are a number or a text is not told.
        return id.All(char.IsDigit) || !_parts.TryGetValue(line.Value, out var part) || part.Kind != ShapePartKind.Members || !_open.Add(line.Value)
            ? null
            : Leave(line.Value, WriteMembers(part.Lines.RemoveRange(part.Lines.Keys.Where(static key => key.StartsWith(TypeNotation.Derived, StringComparison.Ordinal))), [(property, LockJson.Of(LockJsonKind.String, id))]));
    }

    private LockJson? Leave(string type, LockJson? sample)
    {
        _open.Remove(type);
        return sample;
    }

    /// <summary>The text of a key. An enum is one by its name, however its values are stored.</summary>
    private string KeyOf(string notation, string name) =>
        _parts.TryGetValue(notation, out var part) && part.Kind == ShapePartKind.Numbers ? part.Lines.Keys.FirstOrDefault() ?? name
        : Write(notation, name) is { Kind: not (LockJsonKind.Object or LockJsonKind.Array) } key ? key.Text
        : name;

    private static IEnumerable<(string Name, LockJson Value)> Present(IEnumerable<(string Name, LockJson? Value)> items) =>
        items.Where(static item => item.Value is not null).Select(static item => (item.Name, item.Value!));

    private static bool IsDerived(KeyValuePair<string, string> line) => line.Key.StartsWith(TypeNotation.Derived, StringComparison.Ordinal);

    private static bool IsRequired(string notation) => notation.StartsWith(TypeNotation.Required, StringComparison.Ordinal);

    private static string WithoutRequired(string notation) => IsRequired(notation) ? notation.Substring(TypeNotation.Required.Length) : notation;
}
