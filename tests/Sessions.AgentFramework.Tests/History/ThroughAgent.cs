using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.History;

/// <summary>A provider that is called in a run of the framework's own agent, whose model answers when the turn does.</summary>
internal sealed class ThroughAgent : HistoryProvider
{
    private readonly HistoryProvider _inner;
    private readonly bool _streamed;
    private readonly SeenHistory _seen;
    private readonly Framework.ChatHistoryProvider _provider;

    public ThroughAgent(HistoryProvider inner, bool streamed)
    {
        (_inner, _seen) = (inner, new SeenHistory(inner));
        _provider = _seen.AsChatHistoryProvider();
        _streamed = streamed;
    }

    public override bool StoreInputs => _inner.StoreInputs;

    public override bool StoreOutputs => _inner.StoreOutputs;

    public override bool SeparatesTenants => _inner.SeparatesTenants;

    public override async ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var (model, run) = ((WaitingModel, Task))turn.Items[this]!;
        model.Answer(turn.Exception is null ? [.. turn.Response!.Messages] : null, cancellationToken);
        try
        {
            await run;
        }
        catch (WaitingModel.FailedException)
        {
        }
    }

    protected override async ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var model = new WaitingModel();
        var agent = new Framework.ChatClientAgent(model, new Framework.ChatClientAgentOptions { ChatHistoryProvider = _provider, UseProvidedChatClientAsIs = true });
        var session = await agent.CreateSessionAsync(cancellationToken);
        session.SetSessionKey(turn.Session!.Key);
        var run = RunAsync(agent, turn.InputMessages, session, model.Cancellation.Token);
        await Task.WhenAny(run, model.Request);
        if (run.IsCompleted)
        {
            await run;
        }

        turn.Items[this] = (model, run);
        return _seen.Of(turn.Session.Key, await model.Request, turn.InputMessages.Count);
    }

    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();

    private Task RunAsync(Framework.AIAgent agent, IReadOnlyList<ChatMessage> messages, Framework.AgentSession session, CancellationToken cancellationToken) =>
        _streamed ? agent.RunStreamingAsync(messages, session, cancellationToken: cancellationToken).ToListAsync(CancellationToken.None).AsTask() : agent.RunAsync(messages, session, cancellationToken: cancellationToken);
}
