using Microsoft.Extensions.AI;
using Sessions;

namespace Providers;

public interface ITable
{
    Task<IReadOnlyList<ChatMessage>> ReadAsync(SessionKey session, CancellationToken cancellationToken);

    Task AppendAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken);
}

[HistoryProvider("table")]
public sealed partial class TableHistory(ITable table)
{
    public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session, CancellationToken cancellationToken) =>
        table.ReadAsync(session, cancellationToken);

    public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) =>
        table.AppendAsync(session, messages, cancellationToken);
}
