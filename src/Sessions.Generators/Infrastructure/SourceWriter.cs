using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Sessions.Generators;

/// <summary>Writes indented source text with <c>\n</c> at the end of every line, whatever the machine.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes a line, or the lines of a raw string, each at the present depth.</summary>
    public void WriteLine(string lines = "")
    {
        foreach (var line in lines.Split('\n'))
        {
            var text = line.TrimEnd('\r');
            if (text.Length > 0)
            {
                _text.Append(' ', _depth * 4).Append(text);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Writes a line and opens a block under it.</summary>
    public void Open(string header)
    {
        WriteLine(header);
        WriteLine("{");
        _depth++;
    }

    /// <summary>Closes a block.</summary>
    public void Close(string suffix = "")
    {
        _depth--;
        WriteLine("}" + suffix);
    }

    public void CloseAll()
    {
        while (_depth > 0)
        {
            Close();
        }
    }

    public SourceText ToSourceText() => SourceText.From(_text.ToString(), Encoding.UTF8);
}
