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

    /// <summary>The calls of functions in an answer for which there is no result, and that nobody is asked to approve.</summary>
    public static IEnumerable<FunctionCallContent> NotRun(IList<ChatMessage> said)
    {
        List<FunctionCallContent>? calls = null;
        HashSet<string>? done = null;
        for (var i = 0; i < said.Count; i++)
        {
            var contents = said[i]?.Contents ?? [];
            for (var j = 0; j < contents.Count; j++)
            {
                if (contents[j] is FunctionCallContent { InformationalOnly: false } call)
                {
                    (calls ??= []).Add(call);
                }
                else if (contents[j] is FunctionResultContent result)
                {
                    (done ??= new(StringComparer.Ordinal)).Add(result.CallId);
                }
            }
        }

        return calls is null ? [] : Without(calls, done);
    }

    private static IEnumerable<FunctionCallContent> Without(List<FunctionCallContent> calls, HashSet<string>? done) =>
        done is null ? calls : calls.Where(call => !done.Contains(call.CallId));
}
