using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Processes;

/// <summary>Another process is faster, again and again.</summary>
public sealed class ConflictRetryTests : IDisposable
{
    /// <summary>How often a run is tried, as <see cref="ConflictHandling.Retry"/> says.</summary>
    private const int Attempts = 20;

    private readonly OwnSchemaStores _stores = new();

    public void Dispose() => _stores.Dispose();

    [Theory]
    [InlineData(Attempts - 1)]
    [InlineData(Attempts)]
    public async Task A_run_that_retries_gives_up_after_as_many_attempts_as_its_documentation_says(int conflicts)
    {
        var store = _stores.CreateStore();
        var other = new EchoClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _stores.OpenElsewhere(store) });
        var session = await other.GetSessionAsync("s");
        await other.RunAsync("first", session);
        var asked = 0;
        var model = new ScriptedModel(request => ModelAnswer.Of($"answer {++asked}").After(async token =>
        {
            if (asked <= conflicts)
            {
                await other.RunAsync($"faster {asked}", session, cancellationToken: token);
            }
        }));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
        var run = async () => await agent.RunAsync("slower", await agent.GetSessionAsync("s"), new AgentRunOptions { OnConflict = ConflictHandling.Retry });

        if (conflicts < Attempts)
        {
            Assert.Equal($"answer {Attempts}", (await run()).Text);
        }
        else
        {
            Assert.Equal($"answer {Attempts}", (await Assert.ThrowsAsync<SessionConflictException>(run)).Response!.Text);
        }

        Assert.Equal(Attempts, asked);
        Assert.Equal(Attempts + 1, (await store.LoadAsync(new SessionKey("s")))!.Head.TurnCount);
    }
}
