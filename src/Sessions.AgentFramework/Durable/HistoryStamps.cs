using System.Buffers;
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

    // What was marked last, side by side: a turn's history begins as the one before, or a while after its beginning.
    private ChatMessage[] _messages = [];
    private ChatMessage[] _marked = [];
    private int _start;
    private int _end;

    /// <summary>A message, marked as one of the history.</summary>
    public static ChatMessage Mark(ChatMessage message) => message.WithAgentRequestMessageSource(AgentRequestMessageSourceType.ChatHistory, Source);

    /// <summary>The first messages of a request, marked. They are good until the next call.</summary>
    /// <param name="request">The request.</param>
    /// <param name="count">How many of its messages are history.</param>
    public ArraySegment<ChatMessage> Mark(IReadOnlyList<ChatMessage> request, int count)
    {
        var messages = ArrayPool<ChatMessage>.Shared.Rent(request.Count);
        try
        {
            Copy(request, messages);
            Keep(messages.AsSpan(0, count));
            return new ArraySegment<ChatMessage>(_marked, _start, count);
        }
        finally
        {
            ArrayPool<ChatMessage>.Shared.Return(messages, clearArray: true);
        }
    }

    private static void Copy(IReadOnlyList<ChatMessage> request, ChatMessage[] messages)
    {
        if (request is ICollection<ChatMessage> collection)
        {
            collection.CopyTo(messages, 0);
            return;
        }

        for (var i = 0; i < request.Count; i++)
        {
            messages[i] = request[i];
        }
    }

    /// <summary>Lets what is marked be these messages.</summary>
    private void Keep(ReadOnlySpan<ChatMessage> history)
    {
        _start = history.IsEmpty ? _end : Find(history[0]);
        var known = 0;
        while (known < history.Length && _start + known < _end && ReferenceEquals(_messages[_start + known], history[known]))
        {
            known++;
        }

        Reserve(known, history.Length);
        for (_end = _start + known; known < history.Length; known++, _end++)
        {
            _messages[_end] = history[known];
            _marked[_end] = Mark(history[known]);
        }
    }

    private int Find(ChatMessage first)
    {
        var index = _start;
        while (index < _end && !ReferenceEquals(_messages[index], first))
        {
            index++;
        }

        return index;
    }

    /// <summary>Makes room for so many messages, of which some are there.</summary>
    private void Reserve(int known, int count)
    {
        if (_start + count <= _messages.Length)
        {
            return;
        }

        var (messages, marked) = (new ChatMessage[count + (count / 2) + 8], new ChatMessage[count + (count / 2) + 8]);
        Array.Copy(_messages, _start, messages, 0, known);
        Array.Copy(_marked, _start, marked, 0, known);
        (_messages, _marked, _start) = (messages, marked, 0);
    }
}
