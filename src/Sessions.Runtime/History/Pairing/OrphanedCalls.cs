using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// Calls and results that have lost each other on their way to the model: a client of the pipeline that shortens requests may cut between
/// them, and services refuse the one without the other.
/// </summary>
internal static class OrphanedCalls
{
    /// <summary>Leaves them out.</summary>
    /// <param name="request">The request as it came through the pipeline.</param>
    /// <param name="tools">The tools that are invoked here. The calls of others may be the service's own, and have no result.</param>
    public static HistoryRequest LeaveOut(IReadOnlyList<ChatMessage> request, IList<AITool>? tools)
    {
        if (SendableMessages.Are(request) || request.Contains(null!) || Find(request, tools) is not { Count: > 0 } orphans)
        {
            return new HistoryRequest(request, []);
        }

        return new HistoryRequest([.. request.Select(message => Without(orphans, message)).Where(message => message.Contents.Count > 0)], [.. orphans.Select(Describe)]);
    }

    private static HashSet<AIContent> Find(IReadOnlyList<ChatMessage> request, IList<AITool>? tools)
    {
        var orphans = new HashSet<AIContent>(ReferenceEqualityComparer.Instance);
        var open = new Dictionary<string, FunctionCallContent>(StringComparer.Ordinal);
        foreach (var message in request)
        {
            if (message.Role != ChatRole.Tool && message.Role != ChatRole.Assistant)
            {
                Close();
            }

            foreach (var content in message.Contents)
            {
                if (content is FunctionCallContent call && !open.TryAdd(call.CallId, call))
                {
                    orphans.Add(open[call.CallId]);
                    open[call.CallId] = call;
                }
                else if (content is FunctionResultContent result && !open.Remove(result.CallId))
                {
                    orphans.Add(result);
                }
            }
        }

        Close();
        return orphans;

        void Close()
        {
            orphans.UnionWith(open.Values.Where(call => !call.InformationalOnly || tools?.Any(tool => tool.Name == call.Name) == true));
            open.Clear();
        }
    }

    private static ChatMessage Without(HashSet<AIContent> orphans, ChatMessage message)
    {
        if (!message.Contents.Any(orphans.Contains))
        {
            return message;
        }

        var rest = message.Clone();
        rest.Contents = [.. message.Contents.Where(content => !orphans.Contains(content))];
        return rest;
    }

    private static string Describe(AIContent orphan) => orphan is FunctionCallContent call
        ? $"The client pipeline of the agent left out the result of call '{call.CallId}' of tool '{call.Name}', so the call was left out of the request too. To shorten what the model is sent, use {nameof(HistoryView)}."
        : $"The client pipeline of the agent left out the call that result '{((FunctionResultContent)orphan).CallId}' is of, so the result was left out of the request too. To shorten what the model is sent, use {nameof(HistoryView)}.";
}
