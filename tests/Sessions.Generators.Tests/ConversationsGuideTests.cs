using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Generators.Tests;

/// <summary>The guide to conversations, as it stands there: its snippets make one program, which compiles without a warning and does what the text says.</summary>
[Collection(PageProgram.ConsoleTests)]
public class ConversationsGuideTests
{
    [Fact]
    public async Task The_guide_compiles_and_does_what_it_says()
    {
        using var client = new ReplyClient();
        var store = new InMemorySessionStore();
        var elsewhere = new InMemorySessionStore();
        AIAgent agent = Agent("Guide", store), elsewhereAgent = Agent("Guide", elsewhere), billing = Agent("Billing", store);
        var session = await agent.GetSessionAsync("alice-42", cancellationToken: TestContext.Current.CancellationToken);
        for (var turn = 1; turn <= 13; turn++)
        {
            await agent.RunAsync($"Question {turn}", session, cancellationToken: TestContext.Current.CancellationToken);
        }

        await Agent("Invoices", store).CreateSessionAsync("bob-7", TestContext.Current.CancellationToken);
        var file = Path.GetTempFileName();
        var program = PageProgram.Of("docs/guides/conversations.md", "AIAgent agent, AIAgent elsewhere, AIAgent billing, SessionStore store, string path").Replace("\"alice-42.json\"", "path", StringComparison.Ordinal);

        var written = await PageProgram.RunAsync(program, agent, elsewhereAgent, billing, store, file);
        File.Delete(file);

        Assert.StartsWith("user: Question 1\nassistant: b\nuser: Question 2\n", written, StringComparison.Ordinal);
        Assert.Equal(["Question 1", "Question 2", "Question 3", "Question 4"], await QuestionsAsync(agent, "alice-42-draft"));
        Assert.Equal(["Question 1", "Question 2", "Question 3", "Question 4", "Question 5", "I meant Rome, Italy."], await QuestionsAsync(elsewhereAgent, "alice-42"));
        Assert.Equal(["Question 1", "Question 2", "Question 3", "Question 4", "Question 5", "I meant Rome, Italy.", "My invoice is wrong."], await QuestionsAsync(billing, "alice-42"));

        Assert.Equal(["alice-42", "bob-7"], (await billing.ListSessionsAsync(new SessionQuery { Order = SessionOrder.Id }, TestContext.Current.CancellationToken).ToListAsync()).Select(summary => summary.Key.Id));

        AIAgent Agent(string name, SessionStore sessions) => client.AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = sessions });
    }

    private static async Task<List<string>> QuestionsAsync(AIAgent agent, string sessionId)
    {
        var session = await agent.GetSessionAsync(sessionId, cancellationToken: TestContext.Current.CancellationToken);
        return await agent.ReadMessagesAsync(session).Where(message => message.Role == ChatRole.User).Select(message => message.Text).ToListAsync();
    }
}
