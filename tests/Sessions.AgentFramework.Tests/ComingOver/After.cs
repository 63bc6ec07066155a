using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;
using Sessions.AgentFramework.Tests.Guide;
using ScriptedAnswer = Sessions.Testing.ScriptedAnswer;
using ScriptedChatClient = Sessions.Testing.ScriptedChatClient;

namespace Sessions.AgentFramework.Tests.ComingOver;

/// <summary>The same with us.</summary>
internal static class After
{
    public static void Remember(AgentSession session)
    {
        session.UpdateTravelPreferences(preferences => preferences with { Interests = preferences.Interests.Add("hiking") });
    }

    public static AIAgent Keep(IChatClient chatClient, MessageTable table)
    {
        AIAgent agent = chatClient.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", ChatHistoryProvider = new TableHistoryProvider(table).AsChatHistoryProvider() });
        return agent;
    }

    public static async Task ResumeAsync(AIAgent agent, string database)
    {
        SessionsAgent durable = agent.WithSessions(new SqliteSessionStore($"Data Source={database}"));

        AgentSession resumed = await durable.GetSessionAsync(new SessionKey("acme", "alice-42"));
        await durable.RunAsync("Where were we?", resumed);
    }

    public static async Task<string> AnswerAsync(SessionsAgent agent, string tenant, string id, string text, CancellationToken cancellationToken)
    {
        AgentSession session = await agent.GetSessionAsync(new SessionKey(tenant, id), cancellationToken: cancellationToken);
        AgentResponse response = await agent.RunAsync(text, session, cancellationToken: cancellationToken);
        return response.Text;
    }

    public static Workflow Build(AIAgent writer, AIAgent editor, SessionStore store)
    {
        Workflow workflow = AgentWorkflowBuilder.BuildSequential([writer.WithSessions(store), editor.WithSessions(store)]);
        return workflow;
    }

    public static async Task TestAsync()
    {
        var model = new ScriptedChatClient(ScriptedAnswer.Of("Try the Alps."));
        SessionsAgent agent = model.AsAIAgent(name: "Guide").WithSessions(new InMemorySessionStore());
        AgentSession session = await agent.CreateSessionAsync();

        await agent.RunAsync("Where should I hike?", session);

        Assert.Equal(["user: Where should I hike?"], model.Requests[0].Texts);
        Assert.Equal("Try the Alps.", (await agent.ReadMessagesAsync(session).LastAsync()).Text);
    }
}

[HistoryProvider("table")]
public sealed partial class TableHistoryProvider(MessageTable table)
{
    public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session, CancellationToken ct) => table.ReadAsync(session.ToString(), ct);

    public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken ct) => table.AppendAsync(session.ToString(), messages, ct);
}
