using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Providers;

public sealed class UpsertingHistory(IDictionary<string, ChatMessage> table) : ChatHistoryProvider
{
    protected override ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default) =>
        new(table.Where(row => row.Key.StartsWith("1/", StringComparison.Ordinal)).Select(row => row.Value).ToList());

    protected override ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        foreach (var message in context.RequestMessages)
        {
            message.MessageId ??= Guid.NewGuid().ToString("N");
            table["1/" + message.MessageId] = message;
        }

        return default;
    }
}
