using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>The results that close calls which have none, so that the history can be sent.</summary>
internal static class ClosingResult
{
    /// <summary>What is said of a call whose tool failed before the model could be told how.</summary>
    public const string Failed = "Error: Function failed.";

    /// <summary>What is said of a call that was begun, and of which the end is not known.</summary>
    public const string Unknown = "The call was begun, and its end was not recorded. Whether it had an effect is not known, and there is no result.";

    private const string NoResult = "There is no result of this call. Whether it had an effect is not known.";
    private const string Unanswered = "The user did not answer the request for approval. The tool was not called.";
    private const string Rejected = "The user rejected the call. The tool was not called.";

    public static FunctionResultContent For(PendingCall call) => new(call.Call.CallId, Text(call));

    /// <summary>Whether a result is one that says that there is none: as it was made, or as it was read.</summary>
    public static bool IsOne(FunctionResultContent result) =>
        result.Result?.ToString() is { } text && (text is Unknown or NoResult or Unanswered || text.StartsWith(Rejected, StringComparison.Ordinal));

    private static string Text(PendingCall call) =>
        call.Request is null || call.Response?.Approved == true ? NoResult
        : call.Response is null ? Unanswered
        : string.IsNullOrWhiteSpace(call.Response.Reason) ? Rejected
        : $"{Rejected} {call.Response.Reason}";
}
