using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.History;

/// <summary>A provider, and what it has loaded: a model is sent no empty text, and no call without a result.</summary>
internal sealed class SeenHistory(HistoryProvider inner) : HistoryProvider
{
    private readonly ConcurrentDictionary<SessionKey, IReadOnlyList<ChatMessage>> _loaded = [];

    public override string SourceId => inner.SourceId;

    public override bool SeparatesTenants => inner.SeparatesTenants;

    public override async ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        await inner.InvokingAsync(turn, cancellationToken);
        _loaded[turn.Session!.Key] = turn.History;
    }

    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken) => inner.InvokedAsync(turn, cancellationToken);

    /// <summary>What was loaded, the texts of which are in what is sent, marked as history.</summary>
    public IReadOnlyList<ChatMessage> Of(SessionKey key, IReadOnlyList<ChatMessage> request, int inputCount)
    {
        var history = request.SkipLast(inputCount).ToList();
        Assert.All(history, message => Assert.Equal(Framework.AgentRequestMessageSourceType.ChatHistory, Framework.ChatMessageExtensions.GetAgentRequestMessageSourceType(message)));
        Assert.Equal(Texts(_loaded[key]), Texts(history));
        return _loaded[key];
    }

    protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static IEnumerable<string> Texts(IEnumerable<ChatMessage> messages) => messages.Select(message => message.Text).Where(text => text.Length > 0);
}
