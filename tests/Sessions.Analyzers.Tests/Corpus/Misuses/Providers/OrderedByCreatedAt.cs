using Microsoft.Extensions.AI;
using Sessions;

namespace Tables;

public interface IMessageTable
{
    Task<List<(DateTimeOffset At, ChatMessage Message)>> ReadAsync(SessionKey session, CancellationToken cancellationToken);

    Task AddAsync(SessionKey session, DateTimeOffset at, ChatMessage message, CancellationToken cancellationToken);
}

[HistoryProvider("table")]
public sealed partial class TableHistory(IMessageTable table)
{
    public async Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session, CancellationToken cancellationToken)
    {
        var rows = await table.ReadAsync(session, cancellationToken);
        return rows.OrderBy(row => row.At).Select(row => row.Message).ToList(); // misuse: SESS108
    }

    public async Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await table.AddAsync(session, DateTimeOffset.UtcNow, message, cancellationToken);
        }
    }
}
