using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.ComingOver;

/// <summary>Six things that people do with the framework, as it is.</summary>
internal static class Before
{
    public static void Remember(AgentSession session)
    {
        Preferences preferences = session.StateBag.GetValue<Preferences>("preferences") ?? new();
        preferences.Interests.Add("hiking");
        session.StateBag.SetValue("preferences", preferences);
    }

    public static AIAgent Keep(IChatClient chatClient, MessageTable table)
    {
        AIAgent agent = chatClient.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", ChatHistoryProvider = new TableHistory(table) });
        return agent;
    }

    public static async Task ResumeAsync(AIAgent agent, AgentSession session, string path)
    {
        JsonElement saved = await agent.SerializeSessionAsync(session);
        await File.WriteAllTextAsync(path, saved.GetRawText());

        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        AgentSession resumed = await agent.DeserializeSessionAsync(json.RootElement);
        await agent.RunAsync("Where were we?", resumed);
    }

    public static async Task<string> AnswerAsync(AIAgent agent, SessionRows rows, string tenant, string id, string text, CancellationToken cancellationToken)
    {
        string? row = await rows.ReadAsync(tenant, id, cancellationToken);
        AgentSession session = row is null
            ? await agent.CreateSessionAsync(cancellationToken)
            : await agent.DeserializeSessionAsync(JsonDocument.Parse(row).RootElement, cancellationToken: cancellationToken);
        AgentResponse response = await agent.RunAsync(text, session, cancellationToken: cancellationToken);
        await rows.WriteAsync(tenant, id, (await agent.SerializeSessionAsync(session, cancellationToken: cancellationToken)).GetRawText(), cancellationToken);
        return response.Text;
    }

    public static Workflow Build(AIAgent writer, AIAgent editor)
    {
        Workflow workflow = AgentWorkflowBuilder.BuildSequential([writer, editor]);
        return workflow;
    }

    public static async Task TestAsync()
    {
        var model = new FakeChatClient("Try the Alps.");
        AIAgent agent = model.AsAIAgent(name: "Guide");
        AgentSession session = await agent.CreateSessionAsync();

        await agent.RunAsync("Where should I hike?", session);

        Assert.True(session.TryGetInMemoryChatHistory(out List<ChatMessage>? kept));
        Assert.Equal("Try the Alps.", kept[1].Text);
    }
}

/// <summary>State, as it is without a generator.</summary>
public sealed class Preferences
{
    public List<string> Interests { get; set; } = [];
}

public sealed class TableHistory(MessageTable table) : ChatHistoryProvider
{
    private readonly ProviderSessionState<TableHistoryState> _state = new(_ => new TableHistoryState(), nameof(TableHistory));

    public override IReadOnlyList<string> StateKeys => [_state.StateKey];

    protected override async ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
        await table.ReadAsync(_state.GetOrInitializeState(context.Session).Id, cancellationToken);

    protected override async ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default) =>
        await table.AppendAsync(_state.GetOrInitializeState(context.Session).Id, [.. context.RequestMessages, .. context.ResponseMessages ?? []], cancellationToken);
}

public sealed class TableHistoryState
{
    public string Id { get; set; } = Guid.NewGuid().ToString("N");
}

public sealed class FakeChatClient(string answer) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)));

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
