using System.Collections.Immutable;
using System.Globalization;

namespace Sessions.Analyzers.Lock;

/// <summary>Reads a lock file. Whatever is not one gives a <see cref="LockFormatException"/>.</summary>
internal static class LockFileReader
{
    public static LockFile Read(string text)
    {
        var json = LockJsonReader.Read(text);
        return json.Find(LockFileWriter.Format) is { Kind: LockJsonKind.Number } format ? ReadFormat(json, format) : new LockFile(ReadEntries(json));
    }

    /// <summary>Reads a file that says its format. One that does not has the state alone, by its keys.</summary>
    private static LockFile ReadFormat(LockJson json, LockJson format)
    {
        if (format.Text != LockFileWriter.FormatWithAgents.ToString(CultureInfo.InvariantCulture))
        {
            throw new LockFormatException($"Format {format.Text} is of another version of the package, which has to be installed", format.Position);
        }

        var properties = ReadItems(json, static item => item.Name, static value => value, StringComparer.Ordinal);
        if (properties.Keys.Except(LockFileWriter.FileProperties, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new LockFormatException($"A lock file has no '{unknown}'", properties[unknown].Position);
        }

        return new LockFile(properties.TryGetValue(LockFileWriter.State, out var state) ? ReadEntries(state) : LockFile.Empty.Entries)
        {
            Agents = properties.TryGetValue(LockFileWriter.Agents, out var agents) ? ReadAgents(agents) : LockFile.Empty.Agents,
        };
    }

    private static ImmutableSortedSet<string> ReadAgents(LockJson json) => json.Kind == LockJsonKind.Array
        ? json.Items.Select(static item => ReadString(item.Value)).ToImmutableSortedSet(StringComparer.Ordinal)
        : throw new LockFormatException("Expected an array", json.Position);

    private static ImmutableSortedDictionary<string, LockEntry> ReadEntries(LockJson json) => ReadItems(json, static item => item.Name, ReadEntry, StringComparer.Ordinal);

    private static LockEntry ReadEntry(LockJson json)
    {
        var versions = ReadItems(json, ReadVersionNumber, ReadVersion, Comparer<int>.Default);
        return versions.IsEmpty ? throw new LockFormatException("Expected at least one version", json.Position) : new LockEntry(versions);
    }

    private static int ReadVersionNumber((string Name, int Position, LockJson Value) item) =>
        int.TryParse(item.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new LockFormatException("Expected a version, 1 or more", item.Position);

    private static LockedVersion ReadVersion(LockJson json)
    {
        var properties = ReadItems(json, static item => item.Name, static value => value, StringComparer.Ordinal);
        if (properties.Keys.Except(LockFileWriter.Properties, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new LockFormatException($"A version has no '{unknown}'", properties[unknown].Position);
        }

        var status = ReadString(Find(LockFileWriter.Status));
        var isShipped = status switch
        {
            LockFileWriter.Shipped => true,
            LockFileWriter.Draft => false,
            _ => throw new LockFormatException($"Expected \"{LockFileWriter.Draft}\" or \"{LockFileWriter.Shipped}\"", Find(LockFileWriter.Status).Position),
        };
        var type = ReadString(Find(LockFileWriter.Type));
        var parts = ReadItems(Find(LockFileWriter.Shapes), static item => item.Name, ReadPart, StringComparer.Ordinal);
        return parts.ContainsKey(type)
            ? new LockedVersion(isShipped, new StateShape(type, parts))
            {
                Migration = properties.TryGetValue(LockFileWriter.Migration, out var migration) ? ReadString(migration) : null,
                Sample = properties.TryGetValue(LockFileWriter.Sample, out var sample) ? sample : null,
            }
            : throw new LockFormatException($"'{type}' is not one of the shapes", Find(LockFileWriter.Type).Position);

        LockJson Find(string name) =>
            properties.TryGetValue(name, out var found) ? found : throw new LockFormatException($"A version needs '{name}'", json.Position);
    }

    private static ShapePart ReadPart(LockJson json) => json switch
    {
        { Kind: LockJsonKind.String } => ShapePart.Alias(json.Text),
        { Kind: LockJsonKind.Array } => new(ShapePartKind.Names, ReadNames(json)),
        { Kind: LockJsonKind.Object, Items.IsEmpty: false } when json.Items[0].Value.Kind == LockJsonKind.Number => new(ShapePartKind.Numbers, ReadLines(json, LockJsonKind.Number)),
        _ => new(ShapePartKind.Members, ReadLines(json, LockJsonKind.String)),
    };

    private static ImmutableSortedDictionary<string, string> ReadNames(LockJson json)
    {
        var names = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (_, _, value) in json.Items)
        {
            names[ReadString(value)] = "";
        }

        return names.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> ReadLines(LockJson json, LockJsonKind kind) =>
        ReadItems(json, static item => item.Name, value => Read(value, kind), StringComparer.Ordinal);

    private static ImmutableSortedDictionary<TKey, TValue> ReadItems<TKey, TValue>(
        LockJson json,
        Func<(string Name, int Position, LockJson Value), TKey> readKey,
        Func<LockJson, TValue> readValue,
        IComparer<TKey> comparer)
        where TKey : notnull
    {
        if (json.Kind != LockJsonKind.Object)
        {
            throw new LockFormatException("Expected an object", json.Position);
        }

        var items = ImmutableSortedDictionary.CreateBuilder<TKey, TValue>(comparer);
        foreach (var item in json.Items)
        {
            var key = readKey(item);
            if (items.ContainsKey(key))
            {
                throw new LockFormatException($"'{item.Name}' is there twice", item.Position);
            }

            items.Add(key, readValue(item.Value));
        }

        return items.ToImmutable();
    }

    private static string ReadString(LockJson json) => Read(json, LockJsonKind.String);

    private static string Read(LockJson json, LockJsonKind kind) =>
        json.Kind != kind ? throw new LockFormatException(kind == LockJsonKind.String ? "Expected a string" : "Expected a number", json.Position)
        : kind == LockJsonKind.Number && json.Text.IndexOfAny(['.', 'e', 'E']) >= 0 ? throw new LockFormatException("Expected a whole number", json.Position)
        : json.Text;
}
