using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Providers;

public interface IConversations
{
    ValueTask<IEnumerable<ChatMessage>> LoadAsync(string conversation, CancellationToken cancellationToken);

    ValueTask AppendAsync(string conversation, IEnumerable<ChatMessage> messages, CancellationToken cancellationToken);
}

public sealed class DatabaseHistory(IConversations conversations) : ChatHistoryProvider
{
    private readonly ProviderSessionState<State> _state = new(_ => new State { Conversation = Guid.NewGuid().ToString("N") }, nameof(DatabaseHistory));

    protected override ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
        conversations.LoadAsync(_state.GetOrInitializeState(context.Session).Conversation, cancellationToken);

    protected override ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default) =>
        conversations.AppendAsync(
            _state.GetOrInitializeState(context.Session).Conversation,
            context.RequestMessages.Concat(context.ResponseMessages ?? []),
            cancellationToken);

    public sealed class State
    {
        public string Conversation { get; set; } = "";
    }
}
