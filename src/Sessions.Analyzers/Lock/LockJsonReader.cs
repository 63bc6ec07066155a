using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Sessions.Analyzers.Lock;

/// <summary>
/// Reads JSON. The compiler that loads this assembly does not bring System.Text.Json everywhere.
/// </summary>
internal sealed class LockJsonReader
{
    // A sample may nest; a file that nests deeper is something else, and must not exhaust the compiler's stack.
    private const int MaxDepth = 100;

    private static readonly ImmutableArray<(string Name, int Position, LockJson Value)> NoItems = ImmutableArray<(string Name, int Position, LockJson Value)>.Empty;

    private readonly string _text;
    private int _position;

    private LockJsonReader(string text) => _text = text;

    public static LockJson Read(string text)
    {
        var reader = new LockJsonReader(text);
        var value = reader.ReadValue(depth: 0);
        reader.SkipWhiteSpace();
        return reader._position == text.Length ? value : throw reader.Expected("the end of the file");
    }

    private LockJson ReadValue(int depth)
    {
        SkipWhiteSpace();
        if (depth > MaxDepth)
        {
            throw new LockFormatException("Values are nested too deep", _position);
        }

        var start = _position;
        return Peek() switch
        {
            '{' => new(LockJsonKind.Object, start, "", ReadItems('}', () => ReadMember(depth + 1))),
            '[' => new(LockJsonKind.Array, start, "", ReadItems(']', () => ("", _position, ReadValue(depth + 1)))),
            '"' => new(LockJsonKind.String, start, ReadString(), NoItems),
            '-' or (>= '0' and <= '9') => new(LockJsonKind.Number, start, ReadNumber(), NoItems),
            't' => new(LockJsonKind.Word, start, ReadWord("true"), NoItems),
            'f' => new(LockJsonKind.Word, start, ReadWord("false"), NoItems),
            'n' => new(LockJsonKind.Word, start, ReadWord("null"), NoItems),
            _ => throw Expected("a value"),
        };
    }

    private ImmutableArray<(string Name, int Position, LockJson Value)> ReadItems(char close, Func<(string Name, int Position, LockJson Value)> readItem)
    {
        _position++;
        var items = ImmutableArray.CreateBuilder<(string Name, int Position, LockJson Value)>();
        SkipWhiteSpace();
        while (Peek() != close)
        {
            if (items.Count > 0)
            {
                Take(',');
                SkipWhiteSpace();
            }

            items.Add(readItem());
            SkipWhiteSpace();
        }

        _position++;
        return items.ToImmutable();
    }

    private (string Name, int Position, LockJson Value) ReadMember(int depth)
    {
        var start = _position;
        var name = Peek() == '"' ? ReadString() : throw Expected("a name in quotes");
        SkipWhiteSpace();
        Take(':');
        return (name, start, ReadValue(depth));
    }

    private string ReadNumber()
    {
        var start = _position;
        _position += Peek() == '-' ? 1 : 0;
        SkipDigits();
        if (Peek() == '.')
        {
            _position++;
            SkipDigits();
        }

        if (Peek() is 'e' or 'E')
        {
            _position++;
            _position += Peek() is '+' or '-' ? 1 : 0;
            SkipDigits();
        }

        return _text.Substring(start, _position - start);
    }

    private void SkipDigits()
    {
        var start = _position;
        while (Peek() is >= '0' and <= '9')
        {
            _position++;
        }

        if (_position == start)
        {
            throw Expected("a digit");
        }
    }

    private string ReadWord(string word)
    {
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) != 0)
        {
            throw Expected($"'{word}'");
        }

        _position += word.Length;
        return word;
    }

    private string ReadString()
    {
        var value = new StringBuilder();
        _position++;
        while (Peek() != '"')
        {
            value.Append(Peek() switch
            {
                < ' ' => throw Expected("a closing quote"),
                '\\' => ReadEscape(),
                _ => _text[_position++],
            });
        }

        _position++;
        return value.ToString();
    }

    private char ReadEscape()
    {
        _position++;
        var escape = Peek();
        if (escape == 'u')
        {
            return ReadUnicodeEscape();
        }

        _position++;
        return escape switch
        {
            '"' or '\\' or '/' => escape,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw new LockFormatException("A string has an escape that JSON does not know", _position - 1),
        };
    }

    private char ReadUnicodeEscape()
    {
        _position++;
        if (_position + 4 > _text.Length
            || !ushort.TryParse(_text.Substring(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw Expected("four hexadecimal digits");
        }

        _position += 4;
        return (char)code;
    }

    private void Take(char character)
    {
        if (Peek() != character)
        {
            throw Expected($"'{character}'");
        }

        _position++;
    }

    /// <summary>The character at the position; <c>\0</c> at the end, which no JSON has.</summary>
    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private void SkipWhiteSpace()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _position++;
        }
    }

    private LockFormatException Expected(string what) => new($"Expected {what}", _position);
}
