using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

#pragma warning disable MAAI001 // The settings that are refused are among those that the framework may still change.

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>Agents and runs whose settings contradict a store that keeps the sessions.</summary>
public class ContradictingSettingsTests
{
    private readonly ScriptedModel _model = new();
    private readonly InMemorySessionStore _store = new();

    public static TheoryData<string, string> Settings => new()
    {
        { "history provider", "ChatHistoryProvider" },
        { "history provider of ours", "DatabaseHistoryProvider" },
        { "per call", "RequirePerServiceCallChatHistoryPersistence" },
        { "conversation", "conv-1" },
        { "no name", "Name" },
        { "twice", "WithSessions" },
        { "ours", "SessionStore" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void An_agent_is_refused_with_words(string setting, string word)
    {
        AIAgent agent = setting switch
        {
            "history provider" => New(new ChatClientAgentOptions { Name = "Guide", ChatHistoryProvider = new InMemoryChatHistoryProvider() }),
            "history provider of ours" => New(new ChatClientAgentOptions { Name = "Guide", ChatHistoryProvider = new Guide.DatabaseHistoryProvider([]).AsChatHistoryProvider() }),
            "per call" => New(new ChatClientAgentOptions { Name = "Guide", RequirePerServiceCallChatHistoryPersistence = true }),
            "conversation" => New(new ChatClientAgentOptions { Name = "Guide", ChatOptions = new ChatOptions { ConversationId = "conv-1" } }),
            "no name" => New(new ChatClientAgentOptions()),
            "twice" => New(new ChatClientAgentOptions { Name = "Guide" }).WithSessions(_store),
            _ => new Sessions.Agents.ChatClientAgent(_model, name: "Guide").AsAgentFrameworkAgent(),
        };

        var refused = Assert.Throws<ArgumentException>(() => agent.WithSessions(_store));
        Assert.Contains(word, refused.Message, StringComparison.Ordinal);

        // Wrapped, they are the same agents.
        Assert.Throws<ArgumentException>(() => agent.AsBuilder().UseLogging(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance).Build().WithSessions(_store));
    }

    [Fact]
    public void An_agent_is_known_by_the_id_that_it_was_given_else_by_its_name()
    {
        Assert.NotNull(New(new ChatClientAgentOptions { Id = "guide-1" }).WithSessions(_store));
        Assert.Throws<ArgumentNullException>(() => New(new ChatClientAgentOptions { Name = "Guide" }).WithSessions(null!));
    }

    [Fact]
    public async Task A_run_is_refused_with_words()
    {
        var agent = New(new ChatClientAgentOptions { Name = "Guide" }).WithSessions(_store);
        var session = await agent.CreateSessionAsync();
        var provider = new AgentRunOptions { AdditionalProperties = [] };
        provider.AdditionalProperties.Add<ChatHistoryProvider>(new InMemoryChatHistoryProvider());

        await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync("hi", session, provider));
        await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync("hi", session, new ChatClientAgentRunOptions(new ChatOptions { ConversationId = "conv-1" })));
        await Assert.ThrowsAsync<ArgumentException>(async () => await agent.RunStreamingAsync("hi", session, provider).ToListAsync());
        Assert.Empty(_model.Log.Requests);
    }

    private ChatClientAgent New(ChatClientAgentOptions options) => new(_model, options);
}
