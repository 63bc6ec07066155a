using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Guide;

/// <summary>Keeps histories as a database does.</summary>
[HistoryProvider("database", StoreContextMessages = false)]
public sealed partial class DatabaseHistoryProvider(ConcurrentDictionary<SessionKey, IReadOnlyList<ChatMessage>> db)
{
    public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session, CancellationToken ct) =>
        Task.FromResult(db.GetValueOrDefault(session, []));

    public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        db.AddOrUpdate(session, messages, (_, before) => [.. before, .. messages]);
        return Task.CompletedTask;
    }
}
