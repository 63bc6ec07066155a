using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Generators.Tests;

/// <summary>The guide to turns, as it stands there: its snippets make one program, which compiles without a warning and does what the text says.</summary>
[Collection(PageProgram.ConsoleTests)]
public class TurnsGuideTests
{
    [Fact]
    public async Task The_guide_compiles_and_does_what_it_says()
    {
        using var client = new ReplyClient();
        AIAgent agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = new InMemorySessionStore() });

        var written = await PageProgram.RunAsync(PageProgram.Of("docs/guides/turns.md", "AIAgent agent"), agent);

        Assert.Equal("b\nTrue\n", written);
        var session = await agent.GetSessionAsync("alice-42", cancellationToken: TestContext.Current.CancellationToken);
        var turns = await agent.ReadTurnsAsync(session, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["What does the first invoice say?", "And the second?", "Tell me a long story.", "Forget that. What does the third invoice say?", "Pay the first invoice.", "Write the report."],
            turns.Select(turn => turn.Messages[0].Text));
        Assert.Equal("b", turns[2].Messages[1].Text);
        Assert.Equal([TurnStatus.Completed, TurnStatus.Completed, TurnStatus.Interrupted, TurnStatus.Completed, TurnStatus.Completed, TurnStatus.Completed], turns.Select(turn => turn.Record.Status));
    }
}
