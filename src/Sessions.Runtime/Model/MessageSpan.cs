using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Gives what holds messages as a span: going through one costs a fraction of what a list's interface does.</summary>
internal static class MessageSpan
{
    /// <summary>The messages, as they are now; those of a kind of list that is not known here are copied.</summary>
    public static ReadOnlySpan<ChatMessage> Of(IReadOnlyList<ChatMessage> messages) => messages switch
    {
        ChatMessage[] array => array,
        ArraySegment<ChatMessage> segment => segment,
        List<ChatMessage> list => CollectionsMarshal.AsSpan(list),
        _ => messages.ToArray(),
    };
}
