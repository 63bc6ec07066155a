namespace Sessions.RedisStore.Tests;

/// <summary>The guide shows what the other tests run.</summary>
public class GuideTests
{
    [Fact]
    public void Every_snippet_is_what_is_tested() =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom("docs/guides/stores.md", "tests/Sessions.RedisStore.Tests"), 6, int.MaxValue);
}
