using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using Sessions;

namespace Consumer;

[AgentSessionState]
public sealed partial record Visits
{
    public int Count { get; init; }

    public ImmutableArray<string> Messages { get; init; } = [];
}

public sealed class AuditLog
{
    public List<string> Texts { get; } = [];
}

[HistoryProvider("audit", LoadMessages = false)]
public sealed partial class AuditProvider(AuditLog log)
{
    public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, Visits visits, CancellationToken cancellationToken)
    {
        log.Texts.AddRange(messages.Select(message => $"{session.Id}#{visits.Count} {message.Role}"));
        return Task.CompletedTask;
    }
}
