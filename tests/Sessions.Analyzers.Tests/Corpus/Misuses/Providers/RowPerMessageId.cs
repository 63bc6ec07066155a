using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Sessions;

namespace Tables;

[HistoryProvider("rows", LoadMessages = false)]
public sealed partial class RowHistory
{
    private readonly ConcurrentDictionary<string, string> _rows = new();

    public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            _rows[$"{session.Tenant}/{session.Id}/{message.MessageId}"] = message.Text; // misuse: SESS107
        }

        return Task.CompletedTask;
    }
}
