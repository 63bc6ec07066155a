using Microsoft.Extensions.AI;
using Sessions;

namespace Providers;

public sealed record MessageRow(long Ordinal, DateTimeOffset At, ChatMessage Message);

[HistoryProvider("ordinals")]
public sealed partial class OrdinalHistory
{
    private readonly Dictionary<SessionKey, List<MessageRow>> _rows = [];
    private readonly Lock _lock = new();

    public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session)
    {
        lock (_lock)
        {
            IReadOnlyList<ChatMessage> messages = _rows.TryGetValue(session, out var rows) ? [.. rows.OrderBy(row => row.Ordinal).Select(row => row.Message)] : [];
            return Task.FromResult(messages);
        }
    }

    public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages)
    {
        lock (_lock)
        {
            if (!_rows.TryGetValue(session, out var rows))
            {
                _rows[session] = rows = [];
            }

            rows.AddRange(messages.Select((message, index) => new MessageRow(rows.Count + index, DateTimeOffset.UtcNow, message)));
        }

        return Task.CompletedTask;
    }
}
