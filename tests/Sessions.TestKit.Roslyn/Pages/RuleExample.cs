namespace Sessions.Roslyn;

/// <summary>An example of a page, as a source file.</summary>
/// <param name="Source">The file.</param>
/// <param name="LockFile">The lock file beside it, if it has one.</param>
public sealed record RuleExample(string Source, string? LockFile)
{
    /// <summary>The lines, counted from 0, on which it says that a rule reports.</summary>
    public IEnumerable<int> LinesOf(string id) => Source.Split('\n').Index().Where(line => line.Item.Contains("// " + id, StringComparison.Ordinal)).Select(line => line.Index);
}
