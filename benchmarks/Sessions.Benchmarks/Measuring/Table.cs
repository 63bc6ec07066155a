using System.Globalization;
using System.Text;

namespace Sessions.Benchmarks;

/// <summary>Prints rows in Markdown, as wide as their widest cell.</summary>
internal sealed class Table(params string[] header)
{
    private readonly List<string[]> _rows = [header, []];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print(string title)
    {
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Console.WriteLine(this);
    }

    /// <summary>The table, with a line break after each row.</summary>
    public override string ToString()
    {
        var widths = header.Select((_, column) => _rows.Where(row => row.Length > 0).Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            var cells = row.Length > 0
                ? row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))
                : widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":");
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return text.ToString();
    }

    public static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Number(double value, string format = "#,0") => value.ToString(format, CultureInfo.InvariantCulture);
}
