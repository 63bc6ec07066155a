using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Histories;

public sealed record Row(long Timestamp, string Json);

public sealed class CosmosLikeHistory(Func<string, Task<List<Row>>> read, Func<string, Row, Task> write) : ChatHistoryProvider
{
    protected override async ValueTask<IEnumerable<ChatMessage>> ProvideChatHistoryAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        var rows = await read("conversation");
        return rows
            .OrderBy(row => row.Timestamp) // misuse: SESS108
            .Select(row => JsonSerializer.Deserialize<ChatMessage>(row.Json)!);
    }

    protected override async ValueTask StoreChatHistoryAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        foreach (var message in context.RequestMessages.Concat(context.ResponseMessages ?? []))
        {
            var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            await write("conversation", new Row(timestamp, JsonSerializer.Serialize(message)));
        }
    }
}
