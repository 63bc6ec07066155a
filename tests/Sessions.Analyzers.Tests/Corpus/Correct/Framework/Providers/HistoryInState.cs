using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Providers;

public sealed class CopyingHistory : ChatHistoryProvider
{
    private readonly ProviderSessionState<State> _state = new(_ => new State(), nameof(CopyingHistory));

    protected override ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
        new(_state.GetOrInitializeState(context.Session).Messages.ToArray());

    protected override ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        var state = _state.GetOrInitializeState(context.Session);
        state.Messages.AddRange(context.RequestMessages.Concat(context.ResponseMessages ?? []));
        _state.SaveState(context.Session, state);
        return default;
    }

    public sealed class State
    {
        public List<ChatMessage> Messages { get; set; } = [];
    }
}
