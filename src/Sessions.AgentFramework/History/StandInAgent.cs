using System.Buffers;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.History;

/// <summary>Shows a provider whose turn it is in. The agent itself is the framework's, and a service of the session.</summary>
internal sealed class StandInAgent(Framework.AIAgent agent) : AIAgent
{
    public override string Id => agent.Id;

    public override string? Name => agent.Name;

    public override string? Description => agent.Description;

    public Framework.AIAgent Inner => agent;

    protected override ValueTask<AgentSession> CreateSessionCoreAsync(SessionKey? key, CancellationToken cancellationToken) => throw RunsNothing();

    protected override ValueTask<AgentSession> GetSessionCoreAsync(SessionKey? key, string? serviceSessionId, CancellationToken cancellationToken) => throw RunsNothing();

    protected override Task<AgentResponse> RunCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken) => throw RunsNothing();

    protected override IAsyncEnumerable<AgentResponseUpdate> RunStreamingCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken) => throw RunsNothing();

    protected override ValueTask SerializeSessionCoreAsync(AgentSession session, IBufferWriter<byte> destination, CancellationToken cancellationToken) => throw RunsNothing();

    protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken) => throw RunsNothing();

    private NotSupportedException RunsNothing() =>
        new($"In a turn of the framework's agent '{Name ?? Id}', turn.Agent only says whose turn it is. Ask turn.Session.GetService<Microsoft.Agents.AI.AIAgent>() for the agent itself.");
}
