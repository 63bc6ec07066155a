using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// Pairs requests for approval with the user's answers. A request that was answered in this turn is left, with its answer, to the
/// client that invokes functions; every other becomes the call that it asks for.
/// </summary>
internal sealed class ApprovalPairing(PairingEdits edits, PairingCursor cursor, FunctionCallPairing calls, bool continues)
{
    private readonly Dictionary<string, PendingCall> _requests = new(StringComparer.Ordinal);

    /// <summary>Whether a client will make calls of answered requests.</summary>
    public bool LeavesCalls { get; private set; }

    public void Read(ToolApprovalRequestContent request, ContentPosition at)
    {
        var isTwice = _requests.TryGetValue(request.RequestId, out var same) && same.At.Message == at.Message;
        if (request.ToolCall is FunctionCallContent call && calls.FindBeside(call.CallId, at) is { } earlier)
        {
            isTwice |= earlier.Request is not null || earlier.HasResult;
            if (!isTwice)
            {
                earlier.IsReplaced = true;
                edits.Drop(earlier.At);
            }
        }

        if (isTwice)
        {
            edits.Drop(at, $"Approval of call '{request.ToolCall.CallId}' was requested in a message that requests or answers it already; the request was left out.");
            return;
        }

        if (same is not null)
        {
            same.IsPassed = true;
        }

        var pending = new PendingCall(at, request.ToolCall, request) { Turn = cursor.Turn };
        _requests[request.RequestId] = pending;
        calls.Add(pending);
    }

    public void Read(ToolApprovalResponseContent response, ContentPosition at)
    {
        var request = _requests.GetValueOrDefault(response.RequestId);
        if (cursor.Role != ChatRole.User)
        {
            edits.Refuse(at, $"An answer to request for approval '{response.RequestId}' in a message of role '{cursor.Role}' was left out: only the user approves.");
        }
        else if (continues && request is null)
        {
            KeepServicesAnswer(response, at);
        }
        else if (request is { Response: null, HasResult: false } && request.Turn >= (edits.IsHistory(at.Message) ? cursor.Turn - 1 : cursor.Turn))
        {
            request.Answer(response, at);
        }
        else
        {
            edits.Refuse(at, $"The answer to request for approval '{response.RequestId}' was left out: no such request is open. The tool was not called for it.");
        }
    }

    public void Close(PendingCall call, ToolApprovalRequestContent request)
    {
        if (!edits.Settles && call is { Response: not null, HasResult: false, IsPassed: false } && !edits.IsHistory(call.ResponseAt.Message))
        {
            KeepAnswered(call, request, call.Response);
            return;
        }

        if (call.Response is not null)
        {
            edits.Take(call.ResponseAt);
        }

        if (call.Call is not FunctionCallContent)
        {
            edits.Take(call.At);
            return;
        }

        edits.Replace(call.At, call.Call);
        if (!call.HasResult)
        {
            edits.Close(call);
        }
    }

    /// <summary>
    /// Leaves a request and its answer to the client that invokes functions. It marks the calls of both as handled, so it is given
    /// copies: the history is not its to change, and the same answer works again should this turn fail. What was approved is the
    /// call that was asked for, whatever call the answer carries.
    /// </summary>
    private void KeepAnswered(PendingCall call, ToolApprovalRequestContent request, ToolApprovalResponseContent response)
    {
        if (call.Call is FunctionCallContent function)
        {
            edits.Replace(call.At, new ToolApprovalRequestContent(request.RequestId, Copy(function)));
            edits.Replace(call.ResponseAt, CopyOf(response, request.RequestId, function));
            LeavesCalls = true;
        }
    }

    /// <summary>Leaves the answer to a request that the service has to the client that invokes functions, as a copy, as above.</summary>
    private void KeepServicesAnswer(ToolApprovalResponseContent response, ContentPosition at)
    {
        var request = new PendingCall(new(PairingCursor.ServicesAnswer, 0), response.ToolCall) { Turn = cursor.Turn };
        request.Answer(response, at);
        _requests[response.RequestId] = request;
        if (response.ToolCall is FunctionCallContent function)
        {
            edits.Replace(at, CopyOf(response, response.RequestId, function));
        }
    }

    private static ToolApprovalResponseContent CopyOf(ToolApprovalResponseContent response, string requestId, FunctionCallContent call) =>
        new(requestId, response.Approved, Copy(call)) { Reason = response.Reason };

    private static FunctionCallContent Copy(FunctionCallContent call) => new(call.CallId, call.Name, call.Arguments)
    {
        Exception = call.Exception,
        AdditionalProperties = call.AdditionalProperties,
    };
}
