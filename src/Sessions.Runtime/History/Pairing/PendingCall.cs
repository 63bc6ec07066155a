using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>A call of a tool, or a request for approval of one, while its result and its answer are looked for.</summary>
/// <param name="at">Where it stands.</param>
/// <param name="call">The call.</param>
/// <param name="request">The request that carries the call, if it needs approval.</param>
internal sealed class PendingCall(ContentPosition at, ToolCallContent call, ToolApprovalRequestContent? request = null)
{
    public ContentPosition At { get; } = at;

    public ToolCallContent Call { get; } = call;

    public ToolApprovalRequestContent? Request { get; } = request;

    /// <summary>The turn it belongs to: a request can be answered by the turn that comes next.</summary>
    public required int Turn { get; init; }

    public bool HasResult { get; set; }

    public ToolApprovalResponseContent? Response { get; private set; }

    public ContentPosition ResponseAt { get; private set; }

    /// <summary>The request for its approval, in the same message, stands for it.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>A later request has its id, and a client could not tell the two apart.</summary>
    public bool IsPassed { get; set; }

    public void Answer(ToolApprovalResponseContent response, ContentPosition at)
    {
        Response = response;
        ResponseAt = at;
    }
}
