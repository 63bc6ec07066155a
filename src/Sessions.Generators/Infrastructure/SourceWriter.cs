using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Generators;

/// <summary>Writes indented source text with <c>\n</c> at the end of every line, whatever the machine.</summary>
internal sealed class SourceWriter
{
    private const int IndentWidth = 4;

    // More than this is not kept: one huge type must not hold its memory for good.
    private const int MaxKept = 64 * 1024;

    // A buffer for the next file of the same thread. A new one for each would add a quarter to the bytes of a cold run.
    [ThreadStatic]
    private static StringBuilder? _kept;

    private readonly StringBuilder _text;
    private int _depth;
    private bool _isAtLineStart = true;

    public SourceWriter()
    {
        _text = _kept ?? new StringBuilder(16 * 1024);
        _kept = null;
    }

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

    /// <summary>Ends the writing.</summary>
    public SourceText ToSourceText()
    {
        var text = SourceText.From(_text.ToString(), Encoding.UTF8);
        if (_text.Capacity <= MaxKept)
        {
            _kept = _text.Clear();
        }

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
            _text.Append(' ', _depth * IndentWidth);
            _isAtLineStart = false;
        }

        _text.Append(text, start, end - start);
    }

    private void EndLine()
    {
        _text.Append('\n');
        _isAtLineStart = true;
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
