using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>
/// What the framework's documentation says of an agent, asked of an agent as it is and of the same agent with its sessions in a store:
/// one program, one assertion.
/// </summary>
public abstract class BehaviourTests
{
    /// <summary>Whether the agent is wrapped.</summary>
    public static TheoryData<bool> Agents { get; } = new(false, true);

    /// <summary>Whether the agent is wrapped, and whether its answers are streamed.</summary>
    public static TheoryData<bool, bool> Runs { get; } = new((false, false), (false, true), (true, false), (true, true));

    protected InMemorySessionStore Store { get; } = new();

    protected AIAgent Wrap(AIAgent agent, bool wrapped) => wrapped ? agent.WithSessions(Store) : agent;

    protected AIAgent New(IChatClient model, bool wrapped, params AITool[] tools) =>
        Wrap(new ChatClientAgent(model, "Be kind.", "Guide", "Knows the way.", tools), wrapped);

    protected AIAgent New(IChatClient model, bool wrapped, params AIContextProvider[] providers) =>
        Wrap(new ChatClientAgent(model, new ChatClientAgentOptions { Name = "Guide", AIContextProviders = providers }), wrapped);

    protected static ScriptedModel Echo() => new(request => ModelAnswer.Of($"re {request.Messages[^1].Text}"));

    protected static Task<AgentResponse> RunAsync(AIAgent agent, bool streamed, string message, AgentSession? session = null, AgentRunOptions? options = null) =>
        RunAsync(agent, streamed, [new ChatMessage(ChatRole.User, message)], session, options);

    protected static async Task<AgentResponse> RunAsync(AIAgent agent, bool streamed, ChatMessage[] messages, AgentSession? session = null, AgentRunOptions? options = null) => streamed
        ? await agent.RunStreamingAsync(messages, session, options).ToAgentResponseAsync()
        : await agent.RunAsync(messages, session, options);

    /// <summary>The session as another process has it.</summary>
    protected static async Task<AgentSession> MoveAsync(AIAgent from, AIAgent to, AgentSession session)
    {
        var text = (await from.SerializeSessionAsync(session)).GetRawText();
        return await to.DeserializeSessionAsync(JsonSerializer.Deserialize<JsonElement>(text));
    }

    protected static string[] Texts(ModelRequest request) => [.. request.Messages.Select(message => message.Text)];

    protected static List<T> Contents<T>(AgentResponse response)
        where T : AIContent => [.. response.Messages.SelectMany(message => message.Contents).OfType<T>()];
}
