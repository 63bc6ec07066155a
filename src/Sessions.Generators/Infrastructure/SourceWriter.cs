using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Generators;

/// <summary>Writes indented source text with <c>\n</c> at the end of every line, whatever the machine.</summary>
internal sealed class SourceWriter
{
    private const int IndentWidth = 4;

    // Borrowed: a buffer of its own for each file would be a quarter of what a cold run allocates.
    private char[] _buffer = ArrayPool<char>.Shared.Rent(16 * 1024);
    private int _length;
    private int _depth;
    private bool _isAtLineStart = true;

    /// <summary>Writes an empty line.</summary>
    public void WriteLine() => EndLine();

    /// <summary>Writes a line, or the lines of a raw string, each at the present depth.</summary>
    public void WriteLine(string lines)
    {
        Write(lines);
        EndLine();
    }

    /// <summary>Writes a line, or the lines of a raw string, each at the present depth, part by part.</summary>
    public void WriteLine([InterpolatedStringHandlerArgument("")] ref Parts lines) => EndLine();

    /// <summary>Writes a part of a line, or of the lines of a raw string.</summary>
    public void Write(string part)
    {
        var start = 0;
        for (var end = part.IndexOf('\n'); end >= 0; end = part.IndexOf('\n', start))
        {
            Append(part, start, end > start && part[end - 1] == '\r' ? end - 1 : end);
            EndLine();
            start = end + 1;
        }

        Append(part, start, part.Length);
    }

    /// <summary>Writes a part of a line, part by part.</summary>
#pragma warning disable CA1822 // The handler needs the writer, and has written all there is by now.
    public void Write([InterpolatedStringHandlerArgument("")] ref Parts part)
#pragma warning restore CA1822
    {
    }

    /// <summary>Opens a block.</summary>
    public void Open()
    {
        WriteLine("{");
        _depth++;
    }

    /// <summary>Writes a line and opens a block under it.</summary>
    public void Open(string header)
    {
        WriteLine(header);
        Open();
    }

    /// <summary>Writes a line, part by part, and opens a block under it.</summary>
    public void Open([InterpolatedStringHandlerArgument("")] ref Parts header)
    {
        EndLine();
        Open();
    }

    /// <summary>Closes a block.</summary>
    public void Close(string suffix = "")
    {
        _depth--;
        Write("}");
        WriteLine(suffix);
    }

    public void CloseAll()
    {
        while (_depth > 0)
        {
            Close();
        }
    }

    /// <summary>Ends the writing; the writer is not used again.</summary>
    public SourceText ToSourceText()
    {
        var text = SourceText.From(new string(_buffer, 0, _length), Encoding.UTF8);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
        return text;
    }

    /// <summary>Indents what follows, without a brace.</summary>
    public void Indent() => _depth++;

    public void Unindent() => _depth--;

    private void Append(string text, int start, int end)
    {
        if (end == start)
        {
            return;
        }

        if (_isAtLineStart)
        {
            Reserve(_depth * IndentWidth).Fill(' ');
            _isAtLineStart = false;
        }

        text.AsSpan(start, end - start).CopyTo(Reserve(end - start));
    }

    private void EndLine()
    {
        Reserve(1)[0] = '\n';
        _isAtLineStart = true;
    }

    /// <summary>The next place in the text, of a length.</summary>
    private Span<char> Reserve(int length)
    {
        var start = _length;
        _length += length;
        if (_length > _buffer.Length)
        {
            Grow(start);
        }

        return _buffer.AsSpan(start, length);
    }

    private void Grow(int written)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_length, _buffer.Length * 2));
        Array.Copy(_buffer, larger, written);
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>Takes the parts of an interpolated string, which is never put together.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Parts(int literalLength, int formattedCount, SourceWriter writer)
    {
        private readonly SourceWriter _writer = literalLength + formattedCount >= 0 ? writer : throw new ArgumentOutOfRangeException(nameof(literalLength));

        public void AppendLiteral(string value) => _writer.Write(value);

        public void AppendFormatted(string? value)
        {
            if (value is not null)
            {
                _writer.Write(value);
            }
        }
    }
}
