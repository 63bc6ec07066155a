using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>Every call is answered once, by results right behind the message that made it.</summary>
public static class CallRules
{
    public static void Check(IReadOnlyList<ChatMessage> request, bool continuesConversation, List<string> problems)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        var answered = new HashSet<string>(StringComparer.Ordinal);

        // The calls of a conversation that the service keeps are not in the request; their results come first in it.
        var mayAnswerEarlierCalls = continuesConversation;
        for (var i = 0; i < request.Count; i++)
        {
            var contents = request[i].Contents ?? [];
            foreach (var result in contents.OfType<FunctionResultContent>())
            {
                if (open.Remove(result.CallId) || (mayAnswerEarlierCalls && !answered.Contains(result.CallId)))
                {
                    answered.Add(result.CallId);
                }
                else
                {
                    problems.Add($"message {i} has {(answered.Contains(result.CallId) ? "another" : "a")} result of call '{result.CallId}', which is not open");
                }
            }

            var isResults = contents.Any(content => content is FunctionResultContent);
            mayAnswerEarlierCalls &= isResults || request[i].Role == ChatRole.System;
            if (!isResults || request[i].Role != ChatRole.Tool)
            {
                ReportOpen(open, $"message {i} ({request[i].Role}) comes before the result of", problems);
            }

            foreach (var call in contents.OfType<FunctionCallContent>())
            {
                if (!open.Add(call.CallId))
                {
                    problems.Add($"message {i} makes call '{call.CallId}' twice");
                }

                answered.Remove(call.CallId);
            }
        }

        ReportOpen(open, "the request ends without the result of", problems);
    }

    private static void ReportOpen(HashSet<string> open, string what, List<string> problems)
    {
        problems.AddRange(open.Select(id => $"{what} call '{id}'"));
        open.Clear();
    }
}
