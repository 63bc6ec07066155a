using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// The calls that a service which keeps the history waits for. It refuses whatever comes without their results, so a session
/// remembers them, and nothing else of such a conversation.
/// </summary>
internal static class OpenCalls
{
    /// <summary>The calls and requests for approval of the last answer, and the results that came after it: the service has not seen them.</summary>
    /// <param name="said">What was said in a turn, in order.</param>
    public static IReadOnlyList<ChatMessage> After(IReadOnlyList<ChatMessage> said)
    {
        var results = said.Count;
        while (results > 0 && said[results - 1].Role == ChatRole.Tool)
        {
            results--;
        }

        var calls = new List<AIContent>();
        for (var i = results - 1; i >= 0 && said[i].Role == ChatRole.Assistant; i--)
        {
            calls.InsertRange(0, said[i].Contents.Where(content => content is not null && ContentKinds.Of(content).AsksCaller));
        }

        return calls.Count == 0
            ? []
            : [MessageCopy.Of(new ChatMessage(ChatRole.Assistant, calls)), .. said.Skip(results).Select(MessageCopy.Of)];
    }
}
