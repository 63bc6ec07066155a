namespace Sessions.WebChat.Tests;

/// <summary>The guides show the sample as it is, which the other tests run.</summary>
public sealed class GuideTests
{
    [Theory]
    [InlineData("docs/guides/aspnetcore.md", 10)]
    [InlineData("docs/guides/telemetry.md", 1)]
    public void Every_snippet_is_a_part_of_the_sample_or_its_tests(string page, int atLeast) =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom(page, "samples/WebChat", "tests/Sessions.WebChat.Tests"), atLeast, int.MaxValue);
}
