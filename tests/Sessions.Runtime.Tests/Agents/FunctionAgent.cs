using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Agents;

/// <summary>An agent kind of the user's own, over a function, with providers, state and a store.</summary>
internal sealed class FunctionAgent(string id, Func<IReadOnlyList<ChatMessage>, string> answer, SessionStore? store, params AIContextProvider[] providers) : AIAgent
{
    public override string Id => id;

    protected override ValueTask<AgentSession> CreateSessionCoreAsync(SessionKey? key, CancellationToken cancellationToken) =>
        new(new FunctionSession(key ?? new SessionKey(Guid.NewGuid().ToString()), id, store));

    protected override async ValueTask<AgentSession> GetSessionCoreAsync(SessionKey? key, string? serviceSessionId, CancellationToken cancellationToken) =>
        key is { } known && store is not null && await store.LoadAsync(known, cancellationToken) is { } stored
            ? new FunctionSession(stored, store)
            : await CreateSessionCoreAsync(key, cancellationToken);

    protected override async Task<AgentResponse> RunCoreAsync(IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, CancellationToken cancellationToken)
    {
        var turn = new TurnContext(this, session, messages, options);
        using var scope = session!.BeginTurn(turn);
        foreach (var provider in providers)
        {
            await provider.InvokingAsync(turn, cancellationToken);
        }

        try
        {
            turn.Complete(new AgentResponse([new ChatMessage(ChatRole.Assistant, answer(turn.GetRequestMessages()))]) { AgentId = id, TurnId = turn.TurnId });
        }
        catch (Exception exception)
        {
            turn.Fail(exception);
            await TellAsync(turn, cancellationToken);
            throw;
        }

        await TellAsync(turn, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return turn.Response!;
    }

    protected override async IAsyncEnumerable<AgentResponseUpdate> RunStreamingCoreAsync(
        IReadOnlyList<ChatMessage> messages, AgentSession? session, AgentRunOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var response = await RunCoreAsync(messages, session, options, cancellationToken);
        yield return new AgentResponseUpdate { Role = ChatRole.Assistant, Contents = [new TextContent(response.Text)] };
    }

    protected override ValueTask SerializeSessionCoreAsync(AgentSession session, IBufferWriter<byte> destination, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Its sessions live in its store.");

    protected override ValueTask<AgentSession> DeserializeSessionCoreAsync(ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Its sessions live in its store.");

    private async ValueTask TellAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        foreach (var provider in providers.Reverse())
        {
            await provider.InvokedAsync(turn, cancellationToken);
        }
    }

    private sealed class FunctionSession : AgentSession
    {
        public FunctionSession(SessionKey key, string agentId, SessionStore? store)
            : base(key, agentId, DateTimeOffset.UnixEpoch, store)
        {
        }

        public FunctionSession(StoredSession stored, SessionStore store)
            : base(stored, store)
        {
        }
    }
}
