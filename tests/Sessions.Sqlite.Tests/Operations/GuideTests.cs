namespace Sessions.Sqlite.Tests.Operations;

/// <summary>The guide shows what the other tests run.</summary>
public sealed class GuideTests
{
    [Fact]
    public void Every_snippet_is_what_is_tested() =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom("docs/guides/operations.md", "tests/Sessions.Sqlite.Tests/Operations"), 5, int.MaxValue);
}
