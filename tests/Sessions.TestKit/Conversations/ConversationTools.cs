using Microsoft.Extensions.AI;

namespace Sessions.TestKit;

/// <summary>The tools of random conversations.</summary>
public static class ConversationTools
{
    /// <summary>Counts up the session's <see cref="Tally"/>.</summary>
    public const string Add = "add";

    /// <summary>As <see cref="Add"/>, and requires approval.</summary>
    public const string Pay = "pay";

    /// <summary>Always fails.</summary>
    public const string Fail = "fail";

    public const string FailedResult = "Error: Function failed.";

    public const string RejectedResult = "Tool call invocation was rejected by the approver and must not be retried.";

    public const string UnknownResult = "The call was begun, and its end was not recorded. Whether it had an effect is not known, and there is no result.";

    public static string ResultOf(string callId) => $"{callId} done";

    /// <summary>Makes the tools.</summary>
    /// <param name="withApproval">Whether there is one that requires approval.</param>
    /// <param name="invoke">What a tool does: it is given its name and the id of its call.</param>
    public static IList<AITool> Create(bool withApproval, Func<string, string, CancellationToken, string> invoke) =>
    [
        new Tool(Add, invoke),
        new Tool(Fail, invoke),
        .. withApproval ? new AITool[] { new ApprovalRequiredAIFunction(new Tool(Pay, invoke)) } : [],
    ];

    private sealed class Tool(string name, Func<string, string, CancellationToken, string> invoke) : AIFunction
    {
        public override string Name => name;

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
            new(invoke(Name, arguments["id"]!.ToString()!, cancellationToken));
    }
}
