using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Sessions.Analyzers.Lock;

/// <summary>
/// Writes a lock file as JSON for review: a line for a member, sorted ordinally, indented by two, <c>\n</c> alone.
/// </summary>
internal sealed class LockFileWriter
{
    public const string Format = "format";
    public const int FormatWithAgents = 2;
    public const string Agents = "agents";
    public const string State = "state";
    public const string Status = "status";
    public const string Draft = "draft";
    public const string Shipped = "shipped";
    public const string Type = "type";
    public const string Shapes = "shapes";
    public const string Migration = "migration";
    public const string Sample = "sample";

    /// <summary>What a file with agents has.</summary>
    public static readonly ImmutableArray<string> FileProperties = ImmutableArray.Create(Format, Agents, State);

    /// <summary>What a version can have; older files lack the last two.</summary>
    public static readonly ImmutableArray<string> Properties = ImmutableArray.Create(Status, Type, Shapes, Migration, Sample);

    private readonly StringBuilder _text = new();
    private int _depth;

    public static string Write(LockFile file)
    {
        var writer = new LockFileWriter();
        writer.WriteFile(file);
        return writer._text.Append('\n').ToString();
    }

    /// <summary>A file without agents is written as it always was, so that older versions of the package read it.</summary>
    private void WriteFile(LockFile file)
    {
        if (file.Agents.IsEmpty)
        {
            WriteEntries(file.Entries);
        }
        else
        {
            WriteItems('{', '}', new[]
            {
                () => WriteNamed(Format, () => _text.Append(FormatWithAgents.ToString(CultureInfo.InvariantCulture))),
                () => WriteNamed(Agents, () => WriteItems('[', ']', file.Agents, WriteString)),
                () => WriteNamed(State, () => WriteEntries(file.Entries)),
            }, static write => write());
        }
    }

    private void WriteEntries(ImmutableSortedDictionary<string, LockEntry> entries) =>
        WriteItems('{', '}', entries, entry => WriteNamed(entry.Key, () => WriteEntry(entry.Value)));

    private void WriteEntry(LockEntry entry) => WriteItems(
        '{',
        '}',
        entry.Versions,
        version => WriteNamed(version.Key.ToString(CultureInfo.InvariantCulture), () => WriteVersion(version.Value)));

    private void WriteVersion(LockedVersion version) => WriteItems('{', '}', new Action?[]
    {
        () => WriteNamed(Status, () => WriteString(version.IsShipped ? Shipped : Draft)),
        () => WriteNamed(Type, () => WriteString(version.Shape.Type)),
        () => WriteNamed(Shapes, () => WriteItems('{', '}', version.Shape.Parts, part => WriteNamed(part.Key, () => WritePart(part.Value)))),
        version.Migration is { } migration ? () => WriteNamed(Migration, () => WriteString(migration)) : null,
        version.Sample is { } sample ? () => WriteNamed(Sample, () => WriteJson(sample)) : null,
    }.OfType<Action>(), static write => write());

    private void WriteJson(LockJson json)
    {
        switch (json.Kind)
        {
            case LockJsonKind.Object:
                WriteItems('{', '}', json.Items, item => WriteNamed(item.Name, () => WriteJson(item.Value)));
                break;
            case LockJsonKind.Array:
                WriteItems('[', ']', json.Items, item => WriteJson(item.Value));
                break;
            case LockJsonKind.String:
                WriteString(json.Text);
                break;
            default:
                _text.Append(json.Text);
                break;
        }
    }

    private void WritePart(ShapePart part)
    {
        switch (part.Kind)
        {
            case ShapePartKind.Alias:
                WriteString(part.Target);
                break;
            case ShapePartKind.Names:
                WriteItems('[', ']', part.Lines, line => WriteString(line.Key));
                break;
            case ShapePartKind.Numbers:
                WriteItems('{', '}', part.Lines, line => WriteNamed(line.Key, () => _text.Append(line.Value)));
                break;
            default:
                WriteItems('{', '}', part.Lines, line => WriteNamed(line.Key, () => WriteString(line.Value)));
                break;
        }
    }

    private void WriteItems<T>(char open, char close, IEnumerable<T> items, Action<T> write)
    {
        _text.Append(open);
        _depth++;
        var isFirst = true;
        foreach (var item in items)
        {
            _text.Append(isFirst ? "" : ",");
            WriteLineStart();
            write(item);
            isFirst = false;
        }

        _depth--;
        if (!isFirst)
        {
            WriteLineStart();
        }

        _text.Append(close);
    }

    private void WriteLineStart() => _text.Append('\n').Append(' ', _depth * 2);

    private void WriteNamed(string name, Action writeValue)
    {
        WriteString(name);
        _text.Append(": ");
        writeValue();
    }

    private void WriteString(string value)
    {
        _text.Append('"');
        foreach (var character in value)
        {
            if (character is '"' or '\\')
            {
                _text.Append('\\').Append(character);
            }
            else if (char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029')
            {
                _text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                _text.Append(character);
            }
        }

        _text.Append('"');
    }
}
