using System.Collections.Immutable;
using Consumer;
using Microsoft.Extensions.AI;
using Sessions;

/// <summary>What the program takes for granted.</summary>
internal partial class Program
{
    private static readonly IChatClient chatClient = new EchoChatClient();
    private static readonly MessageTable db = new();
    private static readonly Sessions.Agents.AIAgent ourAgent = new Sessions.Agents.ChatClientAgent(chatClient, name: "Ours");
}

[AgentSessionState]
public sealed partial record TravelPreferences
{
    public string? UserName { get; init; }

    public ImmutableArray<string> Interests { get; init; } = [];
}

public sealed class MessageTable : Dictionary<SessionKey, IReadOnlyList<ChatMessage>>;

[HistoryProvider("database")]
public sealed partial class DatabaseHistoryProvider(MessageTable db)
{
    public Task<IReadOnlyList<ChatMessage>> GetMessagesAsync(SessionKey session, CancellationToken ct) => Task.FromResult(db.GetValueOrDefault(session, []));

    public Task SaveMessagesAsync(SessionKey session, IReadOnlyList<ChatMessage> messages, CancellationToken ct)
    {
        db[session] = [.. db.GetValueOrDefault(session, []), .. messages];
        return Task.CompletedTask;
    }
}
