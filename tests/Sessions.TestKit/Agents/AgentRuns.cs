using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Runs that are streamed, or not, to the same end.</summary>
public static class AgentRuns
{
    public static Task<AgentResponse> RunAsync(this AIAgent agent, bool streamed, string message, AgentSession? session, AgentRunOptions? options = null, CancellationToken cancellationToken = default) =>
        agent.RunAsync(streamed, new ChatMessage(ChatRole.User, message), session, options, cancellationToken);

    public static async Task<AgentResponse> RunAsync(this AIAgent agent, bool streamed, ChatMessage message, AgentSession? session, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => streamed
        ? await agent.RunStreamingAsync(message, session, options, cancellationToken).ToAgentResponseAsync(cancellationToken)
        : await agent.RunAsync(message, session, options, cancellationToken);
}
