namespace Sessions.Generators.Tests;

/// <summary>The guide to agents of one's own kind, as it stands there: it compiles without a warning and does what the text says.</summary>
[Collection(PageProgram.ConsoleTests)]
public class OwnAgentsGuideTests
{
    [Fact]
    public async Task The_guide_compiles_and_does_what_it_says()
    {
        var store = new InMemorySessionStore();

        var written = await PageProgram.RunAsync(PageProgram.Of("docs/guides/own-agents.md", "SessionStore store"), store);

        Assert.Equal("1 messages\n3 messages\nBe polite.\n", written);
        var stored = await store.LoadAsync(new SessionKey("order-7"), TestContext.Current.CancellationToken);
        Assert.Equal((2L, 2L), (stored!.Head.Revision, stored.Head.CurrentTurn));
    }
}
