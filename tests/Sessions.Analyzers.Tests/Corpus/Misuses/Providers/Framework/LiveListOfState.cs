using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Histories;

public sealed class StateHistory : ChatHistoryProvider
{
    private readonly ProviderSessionState<State> _state = new(_ => new State(), nameof(StateHistory));

    protected override ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        return new(_state.GetOrInitializeState(context.Session).Messages); // misuse: SESS109
    }

    protected override ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        var state = _state.GetOrInitializeState(context.Session);
        state.Messages.AddRange(context.RequestMessages);
        state.Messages.AddRange(context.ResponseMessages ?? []);
        _state.SaveState(context.Session, state);
        return default;
    }

    public sealed class State
    {
        public List<ChatMessage> Messages { get; set; } = [];
    }
}
