using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>
/// Marks the messages of a history as such: the framework's context providers look only at those that are new. A message is marked
/// once, in a copy, so that a turn does not copy its history.
/// </summary>
/// <remarks>Used by one turn at a time.</remarks>
internal sealed class HistoryStamps
{
    private static readonly string Source = typeof(SessionsAgent).FullName!;

    private Dictionary<ChatMessage, ChatMessage> _marked = new(ReferenceEqualityComparer.Instance);

    /// <summary>A message, marked as one of the history.</summary>
    public static ChatMessage Mark(ChatMessage message) => message.WithAgentRequestMessageSource(AgentRequestMessageSourceType.ChatHistory, Source);

    /// <summary>Makes a list of the first messages of a request, marked, with room for the others.</summary>
    public List<ChatMessage> Mark(IReadOnlyList<ChatMessage> request, int count)
    {
        var history = new List<ChatMessage>(request.Count);
        if (_marked.Count > 2 * count)
        {
            // A window has moved on: what it has left behind is not asked for again.
            var before = _marked;
            _marked = new(ReferenceEqualityComparer.Instance);
            Mark(request, count, history, before);
        }
        else
        {
            Mark(request, count, history, _marked);
        }

        return history;
    }

    private void Mark(IReadOnlyList<ChatMessage> request, int count, List<ChatMessage> history, Dictionary<ChatMessage, ChatMessage> known)
    {
        foreach (var message in request)
        {
            if (history.Count == count)
            {
                return;
            }

            if (!known.TryGetValue(message, out var marked))
            {
                marked = Mark(message);
            }

            _marked[message] = marked;
            history.Add(marked);
        }
    }
}
