using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>What was decided on a call that required approval, and the message in which approval was requested, if it is there.</summary>
public sealed record ApprovalDecision(ToolApprovalResponseContent Response, FunctionCallContent Call, ToolApprovalRequestContent? Request, ChatMessage? RequestMessage);

/// <summary>The requests for approval in a history, and the responses to them.</summary>
public static class ApprovalExchange
{
    /// <summary>Takes requests and responses out of the messages, and returns the decisions that were not executed yet.</summary>
    /// <exception cref="InvalidOperationException">A request has no response.</exception>
    public static (List<ApprovalDecision> Approved, List<ApprovalDecision> Rejected) TakeOut(List<ChatMessage> messages)
    {
        var requests = new Dictionary<string, (ChatMessage Message, ToolApprovalRequestContent Request)>(StringComparer.Ordinal);
        var unanswered = new HashSet<string>(StringComparer.Ordinal);
        var executed = new HashSet<string>(StringComparer.Ordinal);
        var responses = new List<(ToolApprovalResponseContent Response, FunctionCallContent Call)>();
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                switch (content)
                {
                    case ToolApprovalRequestContent { ToolCall: FunctionCallContent { InformationalOnly: false } } request:
                        unanswered.Add(request.ToolCall.CallId);
                        requests.Add(request.RequestId, (message, request));
                        break;
                    case ToolApprovalResponseContent { ToolCall: FunctionCallContent call } response:
                        unanswered.Remove(call.CallId);
                        if (!call.InformationalOnly)
                        {
                            responses.Add((response, call));
                        }

                        break;
                    case FunctionResultContent result:
                        executed.Add(result.CallId);
                        break;
                }
            }
        }

        if (unanswered.Count > 0)
        {
            throw new InvalidOperationException($"Approval of the calls '{string.Join(", ", unanswered)}' was requested and there is no response.");
        }

        RemovePending(messages);
        var decisions = responses.Where(answer => !executed.Contains(answer.Call.CallId)).Select(answer =>
        {
            var (message, request) = requests.GetValueOrDefault(answer.Response.RequestId);
            return new ApprovalDecision(answer.Response, answer.Call, request, message);
        }).ToLookup(decision => decision.Response.Approved);
        return ([.. decisions[true]], [.. decisions[false]]);
    }

    /// <summary>The messages that the model made the calls in, as they were before approval was requested.</summary>
    public static List<ChatMessage> CallMessages(IReadOnlyList<ApprovalDecision> decisions, string fallbackMessageId)
    {
        var messages = new List<ChatMessage>();
        foreach (var group in decisions.GroupBy(decision => decision.RequestMessage?.MessageId))
        {
            var message = group.First().RequestMessage?.Clone() ?? new ChatMessage { Role = ChatRole.Assistant };
            message.Contents = [.. group.Select(decision => decision.Call)];
            message.MessageId ??= fallbackMessageId;
            messages.Add(message);
        }

        return messages;
    }

    public static FunctionResultContent Reject(ApprovalDecision decision)
    {
        decision.Call.InformationalOnly = true;
        MarkRequestDone(decision);
        var reason = decision.Response.Reason;
        return new FunctionResultContent(decision.Call.CallId, "Tool call invocation rejected." + (string.IsNullOrWhiteSpace(reason) ? "" : " " + reason));
    }

    /// <summary>Marks the call in the request too: after a round trip through JSON, it is another object than the one in the response.</summary>
    public static void MarkRequestDone(ApprovalDecision decision)
    {
        if (decision.Request?.ToolCall is FunctionCallContent requested)
        {
            requested.InformationalOnly = true;
        }
    }

    private static void RemovePending(List<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            var kept = messages[i].Contents.Where(content => !IsPending(content)).ToList();
            if (kept.Count == messages[i].Contents.Count)
            {
                continue;
            }

            if (kept.Count == 0)
            {
                messages.RemoveAt(i);
                continue;
            }

            messages[i] = messages[i].Clone();
            messages[i].Contents = kept;
        }
    }

    private static bool IsPending(AIContent content) => content switch
    {
        ToolApprovalRequestContent request => request.ToolCall is FunctionCallContent { InformationalOnly: false },
        ToolApprovalResponseContent response => response.ToolCall is FunctionCallContent { InformationalOnly: false },
        _ => false,
    };
}
