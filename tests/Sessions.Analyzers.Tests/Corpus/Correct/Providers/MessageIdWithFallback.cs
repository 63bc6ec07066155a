using Microsoft.Extensions.AI;
using Sessions;

namespace Providers;

[HistoryProvider("audit", LoadMessages = false)]
public sealed partial class AuditHistory(Func<string, string, Task> write)
{
    public async Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            var id = message.MessageId ?? Guid.NewGuid().ToString("N");
            await write($"{session}/{id}", message.Text);
        }
    }
}
