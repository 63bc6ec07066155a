using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Histories;

public sealed class SimpleHistory : ChatHistoryProvider
{
    private readonly List<ChatMessage> _messages = [];

    protected override ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
        new(_messages.ToArray());

    protected override ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        _messages.AddRange(context.RequestMessages.Concat(context.ResponseMessages ?? [])); // misuse: SESS501
        return default;
    }
}
