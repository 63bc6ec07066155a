using System.Globalization;
using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// What is known of the calls that the user approved, should the turn that makes them leave nothing: a later request must not say of
/// a tool that ran that it was not called.
/// </summary>
/// <param name="session">The session that it is kept for.</param>
/// <param name="turn">The turn that asked for the approvals: what is known of the calls of any other is of no use.</param>
/// <param name="input">The caller's messages, with the answers.</param>
/// <param name="agent">The agent: its clock and its log are used.</param>
internal sealed class ApprovedCalls(ChatClientAgentSession session, long turn, IReadOnlyList<ChatMessage> input, ChatClientAgent agent)
{
    private readonly StepSequence _steps = new(session.Steps, KeyOf(turn), session, agent.TimeProvider);
    private readonly List<FunctionCallContent> _calls = [.. CallsIn(input)];

    /// <summary>Whether messages approve calls.</summary>
    public static bool AreIn(IReadOnlyList<ChatMessage> input)
    {
        for (var i = 0; i < input.Count; i++)
        {
            var contents = input[i].Contents;
            for (var j = 0; j < contents.Count; j++)
            {
                if (contents[j] is ToolApprovalResponseContent { Approved: true })
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// Reads what is known of calls that the turn before asked for approval of, where a later one has made them and left nothing: it is
    /// part of the turn that comes now, so that nobody is told that they were not made.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="turn">The turn that comes now. Of requests that its input answers, nothing has to be said.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static ValueTask<ChatMessage?> ReadResultsAsync(ChatClientAgentSession session, TurnContext turn, CancellationToken cancellationToken) =>
        OpenRequests(turn.History, turn.InputMessages) is { } open ? ReadResultsAsync(session, turn.FollowedTurn!.Value, open, cancellationToken) : default;

    private static async ValueTask<ChatMessage?> ReadResultsAsync(ChatClientAgentSession session, long turn, HashSet<string> open, CancellationToken cancellationToken)
    {
        var results = new Dictionary<string, AIContent>(StringComparer.Ordinal);
        foreach (var stored in await session.Steps.ReadAsync(KeyOf(turn), cancellationToken).ConfigureAwait(false))
        {
            var step = StepJson.Read(stored.Json, session.Key, $"after turn {turn}");
            if (!session.IsOf(step))
            {
                continue;
            }

            if (step.Begun is { } begun && open.Contains(begun.CallId))
            {
                results[begun.CallId] = new FunctionResultContent(begun.CallId, ClosingResult.Unknown);
            }

            foreach (var tool in step.Results.Where(tool => open.Contains(tool.Call.CallId)))
            {
                results[tool.Call.CallId] = tool.Result;
            }
        }

        return results.Count == 0 ? null : new ChatMessage(ChatRole.Tool, [.. results.Values]);
    }

    /// <summary>Whether a call is one of those that were approved.</summary>
    public bool Covers(FunctionCallContent call) => _calls.Exists(approved => approved == call || approved.CallId == call.CallId);

    /// <summary>Records that a call is about to be made. Where that fails, it is not made.</summary>
    public ValueTask BeginAsync(FunctionCallContent call) => _steps.AppendAsync(new StepJson([]) { SessionCreatedAt = session.StoredCreatedAt, Begun = call }.Write());

    /// <summary>Records what came of a call.</summary>
    public async ValueTask EndAsync(FunctionCallContent call, object? result)
    {
        try
        {
            await _steps.AppendAsync(new StepJson([]) { SessionCreatedAt = session.StoredCreatedAt, Results = [new ToolResult(call, new FunctionResultContent(call.CallId, result))] }.Write()).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            agent.Logger.ApprovedResultNotRecorded(exception, call.Name);
        }
    }

    // Callers' keys have no control characters.
    private static string KeyOf(long turn) => string.Create(CultureInfo.InvariantCulture, $"\u0001approved {turn}");

    private static IEnumerable<FunctionCallContent> CallsIn(IReadOnlyList<ChatMessage> input)
    {
        for (var i = 0; i < input.Count; i++)
        {
            var contents = input[i].Contents;
            for (var j = 0; j < contents.Count; j++)
            {
                if (contents[j] is ToolApprovalResponseContent { Approved: true, ToolCall: FunctionCallContent call })
                {
                    yield return call;
                }
            }
        }
    }

    /// <summary>The calls of the last answer for whose approval it asked, and that the input does not answer; none as a rule.</summary>
    private static HashSet<string>? OpenRequests(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> input)
    {
        HashSet<string>? open = null;
        for (var i = history.Count - 1; i >= 0 && history[i].Role == ChatRole.Assistant; i--)
        {
            foreach (var content in history[i].Contents)
            {
                if (content is ToolApprovalRequestContent { ToolCall: FunctionCallContent call })
                {
                    (open ??= new(StringComparer.Ordinal)).Add(call.CallId);
                }
            }
        }

        open?.ExceptWith(input.SelectMany(message => message.Contents).Select(AnsweredCall).OfType<string>());
        return open is { Count: > 0 } ? open : null;
    }

    private static string? AnsweredCall(AIContent content) => content switch
    {
        ToolApprovalResponseContent response => response.ToolCall.CallId,
        FunctionResultContent result => result.CallId,
        _ => null,
    };
}
