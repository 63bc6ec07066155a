namespace Sessions.OwnTable.Tests;

/// <summary>The guide shows what the other tests run.</summary>
public sealed class GuideTests
{
    [Fact]
    public void Every_snippet_is_what_is_tested() =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom("docs/guides/your-own-table.md", "tests/Sessions.OwnTable.Tests"), 6, int.MaxValue);
}
