using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Sessions;
using Sessions.Agents;

namespace Wrappers;

/// <summary>Lets another agent answer, in its own sessions.</summary>
public sealed class EchoingAgent(AIAgent inner) : AIAgent
{
    public override string Id => inner.Id;

    protected override ValueTask<AgentSession> CreateSessionCoreAsync(SessionKey? key, CancellationToken cancellationToken) =>
        key is { } given ? inner.CreateSessionAsync(given, cancellationToken) : inner.CreateSessionAsync(cancellationToken);

    protected override ValueTask<AgentSession> GetSessionCoreAsync(SessionKey? key, string? serviceSessionId, CancellationToken cancellationToken) =>
        inner.GetSessionAsync(key ?? new SessionKey("echo"), serviceSessionId, cancellationToken);

    protected override async Task<AgentResponse> RunCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken)
    {
        Console.WriteLine(messages[^1].Text);
        return await inner.RunAsync(messages, session, options, cancellationToken);
    }

    protected override async IAsyncEnumerable<AgentResponseUpdate> RunStreamingCoreAsync(
        IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in inner.RunStreamingAsync(messages, session, options, cancellationToken))
        {
            yield return update;
        }
    }

    protected override ValueTask SerializeSessionCoreAsync(AgentSession session, IBufferWriter<byte> destination, CancellationToken cancellationToken) =>
        inner.SerializeSessionAsync(session, destination, cancellationToken);

    protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken) =>
        inner.DeserializeSessionAsync(utf8Json, cancellationToken);
}
