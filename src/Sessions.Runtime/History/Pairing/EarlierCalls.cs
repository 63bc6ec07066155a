using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>The calls of turns that are settled: what comes for them now comes too late.</summary>
internal static class EarlierCalls
{
    /// <summary>Why a result is left out whose call is not among those that can still be answered.</summary>
    /// <param name="settled">The messages of the settled turns, as they are sent.</param>
    /// <param name="callId">The call.</param>
    public static string WhyTooLate(IReadOnlyList<ChatMessage> settled, string callId)
    {
        for (var i = settled.Count - 1; i >= 0; i--)
        {
            foreach (var content in settled[i].Contents)
            {
                if (content is FunctionResultContent result && result.CallId == callId)
                {
                    return ClosingResult.IsOne(result)
                        ? "the model has gone on without it, and was told that there is none. Say in a message of the user what came of the call"
                        : "the call had its result in an earlier turn";
                }
            }
        }

        return "there is no such call before it";
    }
}
