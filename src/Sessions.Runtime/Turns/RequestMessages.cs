using System.Collections;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>What the model is sent: the history as it is kept, without a copy of it, and then the turn's own messages.</summary>
internal sealed class RequestMessages(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> added) : IReadOnlyList<ChatMessage>
{
    public int Count => history.Count + added.Count;

    public ChatMessage this[int index] => index < history.Count ? history[index] : added[index - history.Count];

    public IEnumerator<ChatMessage> GetEnumerator()
    {
        for (var i = 0; i < history.Count; i++)
        {
            yield return history[i];
        }

        for (var i = 0; i < added.Count; i++)
        {
            yield return added[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
