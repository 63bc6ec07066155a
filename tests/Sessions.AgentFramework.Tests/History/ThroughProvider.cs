using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

#pragma warning disable MAAI001 // The framework still tries out how its contexts are made, which an agent of the user's own has to do.

namespace Sessions.AgentFramework.Tests.History;

/// <summary>A provider that is called by way of the framework's, as an agent of the user's own calls it.</summary>
internal sealed class ThroughProvider : HistoryProvider
{
    private readonly Framework.AIAgent _agent = new Framework.ChatClientAgent(new EchoClient(), name: "Guide");

    private readonly HistoryProvider _inner;
    private readonly SeenHistory _seen;
    private readonly Framework.ChatHistoryProvider _provider;

    public ThroughProvider(HistoryProvider inner)
    {
        (_inner, _seen) = (inner, new SeenHistory(inner));
        _provider = _seen.AsChatHistoryProvider();
    }

    public override bool StoreInputs => _inner.StoreInputs;

    public override bool StoreOutputs => _inner.StoreOutputs;

    public override bool SeparatesTenants => _inner.SeparatesTenants;

    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var (session, request) = ((Framework.AgentSession, List<ChatMessage>))turn.Items[this]!;
        return _provider.InvokedAsync(
            turn.Exception is { } failure ? new(_agent, session, request, failure) : new(_agent, session, request, turn.Response!.Messages),
            cancellationToken);
    }

    protected override async ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var session = await _agent.CreateSessionAsync(cancellationToken);
        session.SetSessionKey(turn.Session!.Key);
        var request = (await _provider.InvokingAsync(new(_agent, session, turn.InputMessages), cancellationToken)).ToList();
        turn.Items[this] = (session, request);
        return _seen.Of(turn.Session.Key, request, turn.InputMessages.Count);
    }

    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();
}
