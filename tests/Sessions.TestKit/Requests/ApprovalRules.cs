using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>What a client that invokes functions takes of approvals, and what it makes of them.</summary>
/// <remarks>
/// Such a client takes requests and responses out, refuses a request that no response answers, and puts the calls of responses
/// that were not executed yet, with their results, at the end. A request whose call is marked as done is left where it is, and
/// so would reach the model.
/// </remarks>
public static class ApprovalRules
{
    /// <summary>Returns the request as the model gets it.</summary>
    public static List<ChatMessage> Settle(IReadOnlyList<ChatMessage> request, bool continuesConversation, List<string> problems)
    {
        var requested = new Dictionary<string, string>(StringComparer.Ordinal);
        var unanswered = new HashSet<string>(StringComparer.Ordinal);
        var responses = new List<ToolApprovalResponseContent>();
        for (var i = 0; i < request.Count; i++)
        {
            foreach (var content in request[i].Contents ?? [])
            {
                switch (content)
                {
                    case ToolApprovalRequestContent asked when IsPending(asked.ToolCall):
                        Expect(request[i], ChatRole.Assistant, i, $"approval request '{asked.RequestId}'", problems);
                        if (!requested.TryAdd(asked.RequestId, asked.ToolCall.CallId))
                        {
                            problems.Add($"message {i} repeats approval request '{asked.RequestId}'");
                        }

                        unanswered.Add(asked.RequestId);
                        break;
                    case ToolApprovalResponseContent response when IsPending(response.ToolCall):
                        Expect(request[i], ChatRole.User, i, $"approval response '{response.RequestId}'", problems);
                        CheckResponse(response, i);
                        responses.Add(response);
                        break;
                }
            }
        }

        problems.AddRange(unanswered.Select(id => $"approval request '{id}' has no response"));
        var settled = request.Select(WithoutPending).OfType<ChatMessage>().ToList();
        Execute(settled, responses);
        return settled;

        void CheckResponse(ToolApprovalResponseContent response, int index)
        {
            if (!requested.TryGetValue(response.RequestId, out var callId))
            {
                if (!continuesConversation)
                {
                    problems.Add($"message {index} answers approval '{response.RequestId}', which nobody requested before");
                }
            }
            else if (callId != response.ToolCall.CallId)
            {
                problems.Add($"message {index} answers approval '{response.RequestId}' for another call");
            }
            else if (!unanswered.Remove(response.RequestId))
            {
                problems.Add($"message {index} answers approval '{response.RequestId}' again");
            }
        }
    }

    private static bool IsPending(ToolCallContent call) => call is FunctionCallContent { InformationalOnly: false };

    private static bool IsPendingApproval(AIContent content) => content switch
    {
        ToolApprovalRequestContent request => IsPending(request.ToolCall),
        ToolApprovalResponseContent response => IsPending(response.ToolCall),
        _ => false,
    };

    private static void Expect(ChatMessage message, ChatRole role, int index, string what, List<string> problems)
    {
        if (message.Role != role)
        {
            problems.Add($"message {index} ({message.Role}) has {what}, which is for a message of the {role}");
        }
    }

    private static ChatMessage? WithoutPending(ChatMessage message)
    {
        if (message.Contents is null || !message.Contents.Any(IsPendingApproval))
        {
            return message;
        }

        var rest = message.Contents.Where(content => !IsPendingApproval(content)).ToList();
        return rest.Count == 0 ? null : new ChatMessage(message.Role, rest);
    }

    private static void Execute(List<ChatMessage> settled, List<ToolApprovalResponseContent> responses)
    {
        var done = settled.SelectMany(message => message.Contents ?? []).OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
        var calls = responses.Select(response => response.ToolCall).Where(call => !done.Contains(call.CallId)).ToList();
        if (calls.Count > 0)
        {
            settled.Add(new ChatMessage(ChatRole.Assistant, [.. calls]));
            settled.Add(new ChatMessage(ChatRole.Tool, [.. calls.Select(call => new FunctionResultContent(call.CallId, "settled"))]));
        }
    }
}
