using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>The results that close calls which have none, so that the history can be sent.</summary>
internal static class ClosingResult
{
    private const string Interrupted = "The call was interrupted. Whether it had an effect is not known, and there is no result.";
    private const string Unanswered = "The user did not answer the request for approval. The tool was not called.";
    private const string Rejected = "The user rejected the call. The tool was not called.";

    public static FunctionResultContent For(PendingCall call) => new(call.Call.CallId, Text(call));

    private static string Text(PendingCall call) =>
        call.Request is null || call.Response?.Approved == true ? Interrupted
        : call.Response is null ? Unanswered
        : string.IsNullOrWhiteSpace(call.Response.Reason) ? Rejected
        : $"{Rejected} {call.Response.Reason}";
}
