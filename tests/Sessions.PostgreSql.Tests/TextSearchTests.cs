using Sessions.Agents;

namespace Sessions.PostgreSql.Tests;

/// <summary>Words that are found in another spelling, which other stores with text search need not do.</summary>
public sealed class TextSearchTests : IDisposable
{
    private readonly OwnSchemaStores _stores = new();
    private readonly PostgreSqlSessionStore _store;

    public TextSearchTests() => _store = _stores.CreateStore();

    public void Dispose() => _stores.Dispose();

    [Theory]
    [InlineData("A refund for the café, please", "refund cafe")]
    [InlineData("A refund for the cafe, please", "refund café")]
    [InlineData("A refund for the CAFÉ, please", "Refund cafe")]
    [InlineData("A refund for the cafe\u0301, please", "refund café")]
    [InlineData("A refund for the café, please", "refund cafe\u0301")]
    public async Task Words_are_found_in_whatever_case_and_with_or_without_accents(string said, string text)
    {
        var agent = new EchoClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store });
        await agent.RunAsync(said, await agent.GetSessionAsync("before the index"));
        await agent.RunAsync("A refund for the bar, please", await agent.GetSessionAsync("other"));
        Assert.Equal(["before the index"], await FindAsync(text));

        await agent.RunAsync(said, await agent.GetSessionAsync("since then"));

        Assert.Equal(["before the index", "since then"], await FindAsync(text));
    }

    private async Task<List<string>> FindAsync(string text) =>
        await _store.ListAsync(new SessionQuery { Text = text, Order = SessionOrder.Id }).Select(session => session.Key.Id).ToListAsync();
}
