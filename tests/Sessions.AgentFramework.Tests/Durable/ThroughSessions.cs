using Microsoft.Extensions.AI;
using Sessions.AgentFramework.Tests.History;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>Sessions of a wrapped agent, as a history provider: what it loads is what they have, and each turn is a run of the agent, whose model answers when the turn does.</summary>
internal sealed class ThroughSessions(SessionStore store, bool streamed) : HistoryProvider
{
    public override async ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var model = new WaitingModel();
        model.Answer(turn.Exception is null ? [.. turn.Response!.Messages] : null, cancellationToken);
        var agent = New(model);
        try
        {
            var session = await agent.GetSessionAsync(turn.Session!.Key, cancellationToken: CancellationToken.None);
            await RunAsync(agent, turn.InputMessages, session, cancellationToken);
        }
        catch (WaitingModel.FailedException)
        {
        }
    }

    protected override async ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        var agent = New(new WaitingModel());
        var session = await agent.GetSessionAsync(turn.Session!.Key, cancellationToken: cancellationToken);
        return await agent.ReadMessagesAsync(session, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
    }

    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();

    // Without a name: the framework would put it into what the model says.
    private SessionsAgent New(WaitingModel model) =>
        new Framework.ChatClientAgent(model, new Framework.ChatClientAgentOptions { Id = "guide", UseProvidedChatClientAsIs = true }).WithSessions(store);

    private Task RunAsync(SessionsAgent agent, IReadOnlyList<ChatMessage> messages, Framework.AgentSession session, CancellationToken cancellationToken) =>
        streamed ? agent.RunStreamingAsync(messages, session, cancellationToken: cancellationToken).ToListAsync(CancellationToken.None).AsTask() : agent.RunAsync(messages, session, cancellationToken: cancellationToken);
}
