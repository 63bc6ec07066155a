using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// One pass over a history and what follows it that pairs calls with results and requests for approval with answers, and then
/// closes what stayed open. Used once; <see cref="PairedMessages"/> is the way in.
/// </summary>
/// <remarks>What is sent has each result in the tool messages right behind its call, as every wire format demands.</remarks>
internal sealed class ToolCallPairer
{
    private readonly IReadOnlyList<ChatMessage> _history;
    private readonly IReadOnlyList<ChatMessage> _following;
    private readonly bool _continues;
    private readonly PairingEdits _edits;
    private readonly PairingCursor _cursor;
    private readonly FunctionCallPairing _calls;
    private readonly ApprovalPairing _approvals;
    private readonly HostedCallPairing _hosted;

    /// <summary>Begins the pass.</summary>
    /// <param name="history">The history.</param>
    /// <param name="following">What follows it.</param>
    /// <param name="settled">What comes before the history, and has its last form.</param>
    /// <param name="settles">Whether the history gets its last form, and what follows is mended with its own successor.</param>
    /// <param name="continues">
    /// Whether the service has a history before all this: what answers no call and no request here answers one there.
    /// </param>
    public ToolCallPairer(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> following, IReadOnlyList<ChatMessage>? settled, bool settles = false, bool continues = false)
    {
        _history = history;
        _following = following;
        _continues = continues;
        _edits = new PairingEdits(history, following, settles);
        _cursor = new PairingCursor(continues);
        _calls = new FunctionCallPairing(_edits, _cursor, settled ?? [], continues);
        _approvals = new ApprovalPairing(_edits, _cursor, _calls, continues);
        _hosted = new HostedCallPairing(_edits, continues);
    }

    public PairedMessages Pair()
    {
        Read(_history, 0);
        Read(_following, _history.Count);
        _calls.PlaceEarlyResults();
        CloseCalls();
        _hosted.CloseCalls();
        return _edits.Write(goesOn: _approvals.LeavesCalls && FollowingIsAnswers());
    }

    /// <summary>Whether all that follows are answers to requests and results, behind which the calls of the requests are put.</summary>
    private bool FollowingIsAnswers() => _following.All(message =>
        message?.Contents.All(content => content is not null && ContentKinds.Of(content).Role is ContentRole.ApprovalResponse or ContentRole.FunctionResult) != false);

    private void Read(IReadOnlyList<ChatMessage> messages, int offset)
    {
        _cursor.Begin();
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is { } message)
            {
                Read(message, offset + i);
            }
            else if (_edits.IsFinal(offset + i))
            {
                _edits.Note("A message that is null was left out.");
            }
        }
    }

    private void Read(ChatMessage message, int index)
    {
        _cursor.Enter(message, index, _edits.IsHistory(index));
        var contents = message.Contents;
        for (var i = 0; i < contents.Count; i++)
        {
            Read(contents[i], new ContentPosition(index, i));
        }

        _cursor.Leave(message, index, _edits.IsHistory(index));
    }

    private void Read(AIContent? content, ContentPosition at)
    {
        if (content is null)
        {
            _edits.Drop(at);
            return;
        }

        var kind = ContentKinds.Of(content);
        switch (kind.Role)
        {
            case ContentRole.FunctionResult:
                _calls.Read((FunctionResultContent)content, at);
                break;
            case ContentRole.ApprovalResponse:
                _approvals.Read((ToolApprovalResponseContent)content, at);
                break;
            case var _ when kind.AsksCaller && _cursor.Role != ChatRole.Assistant:
                DropCall(at);
                break;
            case ContentRole.FunctionCall:
                _calls.Read((FunctionCallContent)content, at);
                break;
            case ContentRole.ApprovalRequest:
                _approvals.Read((ToolApprovalRequestContent)content, at);
                break;
            case var _ when _edits.IsFinal(at.Message):
                ReadOther(content, kind, at);
                break;
        }
    }

    /// <summary>Leaves out a call or a request that the assistant did not make.</summary>
    private void DropCall(ContentPosition at) =>
        _edits.Drop(at, _cursor.Role == ChatRole.Tool ? null : $"A tool call in a message of role '{_cursor.Role}' was left out: only the assistant calls tools.");

    /// <summary>Reads what neither the caller's tools nor the user have a part in.</summary>
    private void ReadOther(AIContent content, ContentKind kind, ContentPosition at)
    {
        if (!CanStay(content, kind, at))
        {
            _edits.Take(at);
        }
        else if (kind.Role == ContentRole.HostedCall)
        {
            _hosted.Read((ToolCallContent)content, at);
        }
        else if (kind.Role == ContentRole.HostedResult)
        {
            _hosted.Read((ToolResultContent)content, at);
        }
    }

    /// <summary>
    /// Whether a content can be sent where it is: tool messages hold results alone, and texts that say nothing are refused. A caller's
    /// message that says nothing is the service's to refuse.
    /// </summary>
    private bool CanStay(AIContent content, ContentKind kind, ContentPosition at) =>
        !(kind.IsBlank(content) && (_cursor.SaysSomething || _edits.IsHistory(at.Message)))
        && (_cursor.Role != ChatRole.Tool || (_continues && kind.IsResult));

    private void CloseCalls()
    {
        foreach (var call in _calls.Pending)
        {
            if (!_edits.IsFinal(call.At.Message))
            {
                continue;
            }

            if (call.Request is not null)
            {
                _approvals.Close(call, call.Request);
            }
            else if (!call.HasResult && !call.IsReplaced)
            {
                _edits.Close(call);
            }
        }
    }
}
