using System.Collections.Immutable;

namespace Sessions.Analyzers.Lock;

/// <summary>
/// Finds what keeps values of an older shape from being read as a newer one. Types are compared by what they are made of: their
/// names are not in the JSON.
/// </summary>
internal sealed class ShapeComparer
{
    private readonly StateShape _old;
    private readonly StateShape _new;
    private readonly HashSet<(string Old, string New)> _compared = new();
    private readonly ImmutableArray<ShapeChange>.Builder _changes = ImmutableArray.CreateBuilder<ShapeChange>();

    private ShapeComparer(StateShape old, StateShape @new)
    {
        _old = old;
        _new = @new;
    }

    public static ImmutableArray<ShapeChange> Compare(StateShape old, StateShape @new)
    {
        var comparer = new ShapeComparer(old, @new);
        comparer.CompareParts(old.Type, @new.Type);
        return comparer._changes.ToImmutable();
    }

    private void CompareParts(string oldName, string newName)
    {
        if (!_compared.Add((oldName, newName)))
        {
            return;
        }

        var (old, @new) = (_old.Parts[oldName], _new.Parts[newName]);
        switch (old.Kind, @new.Kind)
        {
            case (ShapePartKind.Members, ShapePartKind.Members):
                CompareMembers(newName, old.Lines, @new.Lines);
                break;
            case (ShapePartKind.Numbers, ShapePartKind.Numbers):
                CompareNumbers(newName, old.Lines, @new.Lines);
                break;
            case (ShapePartKind.Names, ShapePartKind.Names):
                foreach (var name in old.Lines.Keys.Where(name => !@new.Lines.ContainsKey(name)))
                {
                    Add(ShapeChangeKind.ValueRemoved, newName, name, "stored by name");
                }

                break;
            case (ShapePartKind.Alias, ShapePartKind.Alias) when IsReadable(old.Target, @new.Target):
                break;
            default:
                Add(ShapeChangeKind.Restructured, newName, "", Describe(old), Describe(@new));
                break;
        }
    }

    private void CompareMembers(string type, ImmutableSortedDictionary<string, string> old, ImmutableSortedDictionary<string, string> @new)
    {
        CompareDiscriminators(type, DiscriminatorOf(old), DiscriminatorOf(@new));
        CompareLines(type, old.Remove(TypeNotation.Discriminator), @new.Remove(TypeNotation.Discriminator));
    }

    private void CompareDiscriminators(string type, string old, string @new)
    {
        if (old != @new)
        {
            Add(ShapeChangeKind.DiscriminatorChanged, type, "", old, @new);
        }
    }

    private void CompareLines(string type, ImmutableSortedDictionary<string, string> old, ImmutableSortedDictionary<string, string> @new)
    {
        var removed = old.Where(line => !@new.ContainsKey(line.Key)).ToList();
        var added = @new.Where(line => !old.ContainsKey(line.Key)).ToList();
        foreach (var (name, notation) in removed.Select(static line => (line.Key, line.Value)))
        {
            if (name.StartsWith(TypeNotation.Derived, StringComparison.Ordinal))
            {
                Add(ShapeChangeKind.DerivedTypeRemoved, type, name.Substring(TypeNotation.Derived.Length), notation);
            }
            else if (FindRenamed(notation, removed, added) is { } newName)
            {
                Add(ShapeChangeKind.Renamed, type, name, notation, newName);
                added.RemoveAll(line => line.Key == newName);
            }
            else
            {
                Add(ShapeChangeKind.Removed, type, name, notation);
            }
        }

        foreach (var line in added.Where(static line => IsRequired(line.Value)))
        {
            Add(ShapeChangeKind.AddedRequired, type, line.Key, "", line.Value);
        }

        foreach (var line in old.Where(line => @new.ContainsKey(line.Key)))
        {
            CompareMember(type, line.Key, line.Value, @new[line.Key]);
        }
    }

    private void CompareMember(string type, string name, string old, string @new)
    {
        if (!IsReadable(WithoutRequired(old), WithoutRequired(@new)))
        {
            Add(ShapeChangeKind.Retyped, type, name, old, @new);
        }
        else if (IsRequired(@new) && !IsRequired(old))
        {
            Add(ShapeChangeKind.MadeRequired, type, name, old, @new);
        }
    }

    /// <summary>Numbers that were stored must still mean what they meant.</summary>
    private void CompareNumbers(string type, ImmutableSortedDictionary<string, string> old, ImmutableSortedDictionary<string, string> @new)
    {
        foreach (var value in old)
        {
            if (@new.TryGetValue(value.Key, out var number))
            {
                if (number != value.Value)
                {
                    Add(ShapeChangeKind.ValueChanged, type, value.Key, value.Value, number);
                }
            }
            else if (!@new.ContainsValue(value.Value))
            {
                Add(ShapeChangeKind.ValueRemoved, type, value.Key, value.Value);
            }
        }
    }

    /// <summary>Whether a value of the one type can be read as the other. The types in it are compared by the way.</summary>
    private bool IsReadable(string old, string @new)
    {
        var (oldType, oldIsNullable) = TypeNotation.SplitNullable(old);
        var (newType, newIsNullable) = TypeNotation.SplitNullable(@new);
        if (oldIsNullable && !newIsNullable)
        {
            return false;
        }

        if (_old.Parts.ContainsKey(oldType) && _new.Parts.ContainsKey(newType))
        {
            CompareParts(oldType, newType);
            return true;
        }

        if (TypeNotation.ElementOf(oldType) is { } oldElement && TypeNotation.ElementOf(newType) is { } newElement)
        {
            return IsReadable(oldElement, newElement);
        }

        return TypeNotation.PartsOfMap(oldType) is var (oldKey, oldValue) && TypeNotation.PartsOfMap(newType) is var (newKey, newValue)
            ? IsReadable(oldKey, newKey) && IsReadable(oldValue, newValue)
            : oldType == newType;
    }

    /// <summary>The new name of a member: of its type, one has gone and one has come.</summary>
    private static string? FindRenamed(string notation, List<KeyValuePair<string, string>> removed, List<KeyValuePair<string, string>> added)
    {
        var candidates = added.FindAll(line => line.Value == notation);
        return candidates.Count == 1 && removed.Count(line => line.Value == notation) == 1 ? candidates[0].Key : null;
    }

    private static string DiscriminatorOf(ImmutableSortedDictionary<string, string> lines) =>
        lines.TryGetValue(TypeNotation.Discriminator, out var name) ? name : TypeNotation.DefaultDiscriminator;

    private static bool IsRequired(string notation) => notation.StartsWith(TypeNotation.Required, StringComparison.Ordinal);

    private static string WithoutRequired(string notation) => IsRequired(notation) ? notation.Substring(TypeNotation.Required.Length) : notation;

    private static string Describe(ShapePart part) => part.Kind switch
    {
        ShapePartKind.Members => "an object",
        ShapePartKind.Numbers => "a number",
        ShapePartKind.Names => "a name",
        _ => $"'{part.Target}'",
    };

    private void Add(ShapeChangeKind kind, string type, string name, string old, string @new = "") =>
        _changes.Add(new ShapeChange(kind, type, type == _new.Type, name, old, @new));
}
