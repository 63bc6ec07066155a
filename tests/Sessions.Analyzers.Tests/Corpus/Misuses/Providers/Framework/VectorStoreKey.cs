using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Histories;

public sealed class ChatHistoryItem
{
    public string? Key { get; set; }

    public string? ThreadId { get; set; }

    public DateTimeOffset? Timestamp { get; set; }

    public string? MessageText { get; set; }
}

public interface IItemCollection
{
    Task UpsertAsync(IEnumerable<ChatHistoryItem> items, CancellationToken cancellationToken);

    IAsyncEnumerable<ChatHistoryItem> GetAsync(string threadId, CancellationToken cancellationToken);
}

public sealed class VectorHistory(IItemCollection items, string threadId) : ChatHistoryProvider
{
    protected override async ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        var messages = new List<ChatMessage>();
        await foreach (var item in items.GetAsync(threadId, cancellationToken))
        {
            messages.Add(new ChatMessage(ChatRole.User, item.MessageText));
        }

        return messages;
    }

    protected override async ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        var all = context.RequestMessages.Concat(context.ResponseMessages ?? []);
        await items.UpsertAsync(
            all.Select(message => new ChatHistoryItem
            {
                Key = threadId + message.MessageId, // misuse: SESS107
                ThreadId = threadId,
                MessageText = message.Text,
            }),
            cancellationToken);
    }
}
