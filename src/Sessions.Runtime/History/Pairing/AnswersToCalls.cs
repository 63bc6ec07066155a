using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>Input that answers calls and requests for approval, and says nothing besides.</summary>
internal static class AnswersToCalls
{
    /// <summary>
    /// Whether a request asks anything with an input: it has something of it, and does not end with what the model said before. An
    /// input that says something of its own always does.
    /// </summary>
    /// <param name="request">The request that was made of the input.</param>
    /// <param name="input">The input.</param>
    public static bool Ask(IReadOnlyList<ChatMessage> request, IReadOnlyList<ChatMessage> input)
    {
        var answers = new HashSet<AIContent>(ReferenceEqualityComparer.Instance);
        var requests = new HashSet<string>(StringComparer.Ordinal);
        foreach (var content in input.SelectMany(message => message?.Contents ?? []))
        {
            switch (content)
            {
                case ToolApprovalResponseContent response:
                    requests.Add(response.RequestId);
                    break;
                case FunctionResultContent:
                    answers.Add(content);
                    break;
                case not null:
                    return true;
            }
        }

        // The answer to a request is sent as a copy.
        return answers.Count + requests.Count == 0 || (request.Count > 0 && request[^1].Role != ChatRole.Assistant && request.Any(message => message.Contents.Any(content =>
            answers.Contains(content) || (content is ToolApprovalResponseContent response && requests.Contains(response.RequestId)))));
    }
}
