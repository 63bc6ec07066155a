using Microsoft.Extensions.AI;

namespace Sessions.Testing.Tests;

/// <summary>Keeps of a message its role and its text.</summary>
internal sealed class KeepsTextAlone : ListHistoryProvider
{
    protected override ChatMessage Saved(ChatMessage message) => new(message.Role, message.Text);
}
