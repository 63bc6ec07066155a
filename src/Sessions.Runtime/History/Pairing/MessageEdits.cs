using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// Changes to a list of messages that leave the list and its messages as they are: contents left out or replaced, and results
/// put behind the calls they answer. Messages without a change stay the same objects.
/// </summary>
internal sealed class MessageEdits(IReadOnlyList<ChatMessage> messages)
{
    private readonly Dictionary<int, AIContent?[]> _contents = [];
    private readonly Dictionary<int, List<(AIContent Result, ChatMessage? From)>> _results = [];

    public void Remove(ContentPosition at) => Replace(at, null);

    public void Replace(ContentPosition at, AIContent? content)
    {
        if (!_contents.TryGetValue(at.Message, out var contents))
        {
            _contents[at.Message] = contents = [.. messages[at.Message].Contents];
        }

        contents[at.Content] = content;
    }

    /// <summary>Takes a result from where it is and puts it behind the message with its call.</summary>
    public void Move(ContentPosition at, int behind)
    {
        Put(messages[at.Message].Contents[at.Content], behind, messages[at.Message]);
        Remove(at);
    }

    /// <summary>Puts a result behind the message with its call, after those that are there.</summary>
    public void Put(AIContent result, int behind, ChatMessage? from = null)
    {
        if (!_results.TryGetValue(behind, out var results))
        {
            _results[behind] = results = [];
        }

        results.Add((result, from));
    }

    /// <summary>The messages of a range with their changes, or <see langword="null"/> where there is none.</summary>
    /// <param name="start">The first message.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="mayLeaveOut">
    /// Whether a message of a role is left out if it says nothing; <see langword="null"/> to leave alone what is not changed.
    /// </param>
    /// <param name="goesOn">Whether the model's last answer in the range goes on behind it.</param>
    public List<ChatMessage>? Write(int start, int end, Predicate<ChatRole>? mayLeaveOut, bool goesOn)
    {
        var written = new List<ChatMessage>(end - start);
        var isChanged = false;
        var asking = -1;
        for (var i = start; i < end; i++)
        {
            if (messages[i]?.Role != ChatRole.Tool)
            {
                isChanged |= WriteResults(asking, written);
                asking = i;
            }

            var message = Apply(i, mayLeaveOut);
            isChanged |= message is null || message != messages[i];
            if (message is null)
            {
                continue;
            }

            isChanged |= mayLeaveOut is not null && message.Role != ChatRole.Assistant && !message.Contents.All(IsApproval) && EndAnswer(written);
            written.Add(message);
        }

        isChanged |= WriteResults(asking, written);
        isChanged |= mayLeaveOut is not null && !goesOn && EndAnswer(written);
        return isChanged ? written : null;
    }

    private ChatMessage? Apply(int index, Predicate<ChatRole>? mayLeaveOut)
    {
        var message = messages[index];
        if (message is null)
        {
            return null;
        }

        if (!_contents.TryGetValue(index, out var contents))
        {
            return mayLeaveOut?.Invoke(message.Role) == true && SaysNothing(message.Role, message.Contents) ? null : message;
        }

        List<AIContent> kept = [.. contents.OfType<AIContent>()];
        return SaysNothing(message.Role, kept) ? null : With(message, kept);
    }

    private bool WriteResults(int asking, List<ChatMessage> written)
    {
        if (!_results.Remove(asking, out var results))
        {
            return false;
        }

        EndAnswer(written);
        for (var i = 0; i < results.Count;)
        {
            var from = results[i].From;
            var together = new List<AIContent>();
            for (; i < results.Count && results[i].From == from; i++)
            {
                together.Add(results[i].Result);
            }

            written.Add(ToolMessage(from, together));
        }

        return true;
    }

    /// <summary>
    /// Leaves out reasoning that nothing came of, such as an interrupted answer's: services refuse it. Approvals do not count; a
    /// client takes them out.
    /// </summary>
    private static bool EndAnswer(List<ChatMessage> written)
    {
        var isChanged = false;
        for (var i = written.Count - 1; i >= 0; i--)
        {
            var message = written[i];
            var last = LastSaid(message.Contents);
            if (last < 0)
            {
                continue;
            }

            if (message.Role != ChatRole.Assistant || !IsReasoning(message.Contents[last]))
            {
                break;
            }

            isChanged = true;
            List<AIContent> kept = [.. message.Contents];
            for (; last >= 0 && IsReasoning(kept[last]); last = LastSaid(kept))
            {
                kept.RemoveAt(last);
            }

            if (SaysNothing(message.Role, kept))
            {
                written.RemoveAt(i);
                continue;
            }

            written[i] = With(message, kept);
            if (last >= 0)
            {
                break;
            }
        }

        return isChanged;
    }

    /// <summary>Where the last content is that is neither nothing nor of an approval.</summary>
    private static int LastSaid(IList<AIContent> contents)
    {
        var i = contents.Count - 1;
        while (i >= 0 && (ContentKinds.SaysNothing(contents[i]) || IsApproval(contents[i])))
        {
            i--;
        }

        return i;
    }

    private static bool IsApproval(AIContent content) => ContentKinds.Of(content).IsApproval;

    private static bool IsReasoning(AIContent content) => ContentKinds.Of(content).Role == ContentRole.Reasoning;

    /// <summary>A message with results: the one they came from, if it is a tool's and held nothing else.</summary>
    private static ChatMessage ToolMessage(ChatMessage? from, List<AIContent> results) =>
        from?.Role != ChatRole.Tool ? new ChatMessage(ChatRole.Tool, results)
        : from.Contents.Count == results.Count ? from
        : With(from, results);

    private static ChatMessage With(ChatMessage message, List<AIContent> contents)
    {
        var copy = message.Clone();
        copy.Contents = contents;

        // A client that finds its own representation sends that one, with what was left out.
        copy.RawRepresentation = null;
        return copy;
    }

    /// <summary>Whether a service would refuse a message as empty.</summary>
    private static bool SaysNothing(ChatRole role, IList<AIContent> contents) => role == ChatRole.Tool
        ? !contents.Any(content => ContentKinds.Of(content).IsResult)
        : contents.All(ContentKinds.SaysNothing);
}
