using Microsoft.Extensions.AI;

namespace Sessions.Testing.Tests;

/// <summary>Hands out the very list that it adds to.</summary>
internal sealed class HandsOutItsList : ListHistoryProvider
{
    protected override IReadOnlyList<ChatMessage> Loaded(List<ChatMessage> messages) => messages;
}
