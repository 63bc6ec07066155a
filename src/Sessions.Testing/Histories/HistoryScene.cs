using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Testing;

/// <summary>A provider, and the turns that it is driven through.</summary>
internal sealed class HistoryScene
{
    private readonly ChatClientAgent _agent;

    public HistoryScene(HistoryProvider provider, CancellationToken token)
    {
        Provider = provider;
        Token = token;
        _agent = new ScriptedChatClient().AsAIAgent(new ChatClientAgentOptions { Name = "conformance", SessionStore = new InMemorySessionStore() });
    }

    public HistoryProvider Provider { get; }

    public CancellationToken Token { get; }

    /// <summary>Opens a session, each time with another object, as each request of a server does.</summary>
    public async Task<AgentSession> OpenAsync(SessionKey key) => await _agent.GetSessionAsync(key, cancellationToken: Token);

    public TurnContext NewTurn(AgentSession session, IReadOnlyList<ChatMessage> inputs, AgentRunOptions? options = null) => new(_agent, session, inputs, options);

    /// <summary>Runs a turn in words, and commits it.</summary>
    public Task RunAsync(SessionKey key, string input, string output) =>
        RunAsync(key, [new ChatMessage(ChatRole.User, input)], [new ChatMessage(ChatRole.Assistant, output)]);

    /// <summary>Runs a turn, and commits it.</summary>
    public async Task RunAsync(SessionKey key, IReadOnlyList<ChatMessage> inputs, IReadOnlyList<ChatMessage> outputs, AgentRunOptions? options = null)
    {
        var session = await OpenAsync(key);
        var turn = NewTurn(session, inputs, options);
        using var scope = session.BeginTurn(turn);
        await Provider.InvokingAsync(turn, Token);
        turn.Complete(Answer(outputs));
        await Provider.InvokedAsync(turn, Token);
        await scope.CommitAsync(Token);
    }

    /// <summary>The history that the next turn of a session begins with.</summary>
    public async Task<IReadOnlyList<ChatMessage>> LoadAsync(SessionKey key, AgentRunOptions? options = null)
    {
        var session = await OpenAsync(key);
        var turn = NewTurn(session, [new ChatMessage(ChatRole.User, "next")], options);
        using var scope = session.BeginTurn(turn);
        await Provider.InvokingAsync(turn, Token);
        return turn.History;
    }

    /// <summary>That the history is these words, in this order.</summary>
    public async Task CheckAsync(SessionKey key, IEnumerable<string> expected, string when) =>
        Check.Sequence(expected, (await LoadAsync(key)).Select(message => message.Text), $"the history of session '{key}' {when}");

    /// <summary>What the provider keeps of a turn.</summary>
    public IEnumerable<T> Kept<T>(IEnumerable<T> inputs, IEnumerable<T> outputs) => (Provider.StoreInputs ? inputs : []).Concat(Provider.StoreOutputs ? outputs : []);

    public static AgentResponse Answer(IReadOnlyList<ChatMessage> outputs) => new([.. outputs]);

    /// <summary>A message as JSON, with its members in one order: databases may change it.</summary>
    public static string ToJson(ChatMessage message) => Sorted(JsonSerializer.SerializeToNode(message, SessionJson.ChatMessage))!.ToJsonString();

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
