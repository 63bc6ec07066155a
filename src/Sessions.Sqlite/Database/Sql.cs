namespace Sessions;

/// <summary>The text of a statement. A connection prepares it once, when it is first used.</summary>
/// <param name="text">The text: a constant, in which every value is a parameter.</param>
internal sealed class Sql(string text)
{
    private static int _count;

    /// <summary>Which of all texts it is.</summary>
    public int Index { get; } = Interlocked.Increment(ref _count) - 1;

    public string Text => text;

    /// <summary>The text alone, for errors and tests.</summary>
    public override string ToString() => text;
}
