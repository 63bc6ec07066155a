using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>Makes agents of chat clients.</summary>
public static class ChatClientExtensions
{
    /// <summary>Makes an agent that answers with a chat client.</summary>
    /// <param name="chatClient">The client. The agent does not dispose it.</param>
    /// <param name="instructions">What the model is told in every turn.</param>
    /// <param name="name">The agent's name, and its id: what its sessions know it by.</param>
    /// <param name="description">What the agent is for.</param>
    /// <param name="tools">The tools that the model may call in every turn.</param>
    /// <example>
    /// <code>
    /// AIAgent agent = chatClient.AsAIAgent(name: "Guide", instructions: "You are a friendly travel guide.");
    /// AgentSession session = await agent.CreateSessionAsync();
    /// AgentResponse response = await agent.RunAsync("Where should I hike?", session);
    /// </code>
    /// </example>
    public static ChatClientAgent AsAIAgent(this IChatClient chatClient, string? instructions = null, string? name = null, string? description = null, IList<AITool>? tools = null) =>
        new(chatClient, instructions, name, description, tools);

    /// <summary>Makes an agent that answers with a chat client.</summary>
    /// <param name="chatClient">The client. The agent does not dispose it.</param>
    /// <param name="options">What the agent is made with.</param>
    /// <exception cref="ArgumentException">
    /// There is a store, and neither an id nor a name; two providers have one source id; or more than one loads history.
    /// </exception>
    public static ChatClientAgent AsAIAgent(this IChatClient chatClient, ChatClientAgentOptions options) => new(chatClient, options);
}
