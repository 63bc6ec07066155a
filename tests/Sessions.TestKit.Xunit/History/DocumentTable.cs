namespace Sessions.TestKit;

/// <summary>A table of a guide, as rows of cells by the names of their columns.</summary>
internal static class DocumentTable
{
    /// <summary>Reads the table whose header begins with the given columns.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string path, params string[] firstColumns)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, path));
        var header = Array.FindIndex(lines, line => line.StartsWith('|') && Cells(line).Take(firstColumns.Length).SequenceEqual(firstColumns));
        Assert.True(header >= 0, $"{path} has no table that begins with the columns {string.Join(", ", firstColumns)}.");
        var columns = Cells(lines[header]);
        return [.. lines.Skip(header + 2).TakeWhile(line => line.StartsWith('|')).Select(line => Row(columns, Cells(line)))];
    }

    private static Dictionary<string, string> Row(string[] columns, string[] cells)
    {
        Assert.Equal(columns.Length, cells.Length);
        return columns.Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Trim('`'))];
}
