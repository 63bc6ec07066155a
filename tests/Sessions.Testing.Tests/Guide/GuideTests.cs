namespace Sessions.Testing.Tests.Guide;

/// <summary>The guide shows what the other tests run.</summary>
public class GuideTests
{
    [Fact]
    public void Every_snippet_is_what_is_tested() =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom("docs/guides/testing.md", "tests/Sessions.Testing.Tests"), 8, int.MaxValue);
}
