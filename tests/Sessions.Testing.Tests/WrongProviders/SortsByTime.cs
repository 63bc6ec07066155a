using Microsoft.Extensions.AI;

namespace Sessions.Testing.Tests;

/// <summary>Orders messages by when they were made.</summary>
internal sealed class SortsByTime : ListHistoryProvider
{
    protected override IReadOnlyList<ChatMessage> Loaded(List<ChatMessage> messages) => [.. messages.OrderBy(message => message.CreatedAt)];
}
