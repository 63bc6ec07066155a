using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Testing.Tests;

/// <summary>Keeps messages in lists: the base of providers that are wrong in one thing each.</summary>
internal abstract class ListHistoryProvider : HistoryProvider
{
    private readonly ConcurrentDictionary<string, List<ChatMessage>> _sessions = new(StringComparer.Ordinal);

    protected virtual string KeyOf(AgentSession session) => session.Key.ToString();

    protected virtual IReadOnlyList<ChatMessage> Loaded(List<ChatMessage> messages) => [.. messages];

    protected virtual ChatMessage Saved(ChatMessage message) => message;

    protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) =>
        new(Loaded(_sessions.GetOrAdd(KeyOf(turn.Session!), _ => [])));

    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        _sessions.GetOrAdd(KeyOf(turn.Session!), _ => []).AddRange(messages.Select(Saved));
        return default;
    }
}
