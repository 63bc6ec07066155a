using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// One pass over a history and what follows it that pairs calls with results and requests for approval with answers, and then
/// closes what stayed open. Used once; <see cref="PairedMessages"/> is the way in.
/// </summary>
/// <remarks>
/// A result belongs to the nearest call before it with its id: services begin anew with their ids in every response. What is
/// sent has each result in the tool messages right behind its call, as every wire format demands.
/// </remarks>
internal sealed class ToolCallPairer
{
    /// <summary>The service's last answer, which stands before all that is here.</summary>
    private const int ServicesAnswer = -1;

    private const int Nobody = -2;

    private readonly IReadOnlyList<ChatMessage> _history;
    private readonly IReadOnlyList<ChatMessage> _following;
    private readonly bool _settle;
    private readonly bool _continues;
    private readonly MessageEdits _edits;
    private readonly RepairNotes _repairs = new();

    private readonly List<PendingCall> _pending = [];
    private readonly Dictionary<string, PendingCall> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingCall> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HostedCall> _hosted = new(StringComparer.Ordinal);
    private readonly List<((int Message, int Content) At, FunctionResultContent Result)> _early = [];

    private ChatRole _role;

    /// <summary>The message whose results may stand here: the last assistant message, if only tool messages came after it.</summary>
    private int _asking = Nobody;

    /// <summary>The last assistant message of the history that called nothing: with it, the model went on.</summary>
    private int _lastAnswer = -1;

    /// <summary>Which of the history's turns is read. What follows is all of it an answer to the last one.</summary>
    private int _turn;

    /// <summary>Where the model's part of what follows begins.</summary>
    private int _firstAnswer = int.MaxValue;

    /// <summary>Whether a client will make calls of answered requests.</summary>
    private bool _leavesCalls;

    /// <summary>Whether the message that is read carries anything to the model.</summary>
    private bool _saysSomething;

    /// <summary>Begins the pass.</summary>
    /// <param name="history">The history.</param>
    /// <param name="following">What follows it.</param>
    /// <param name="settle">Whether the history gets its last form, and what follows is mended with its own successor.</param>
    /// <param name="continues">
    /// Whether the service has a history before all this: what answers no call and no request here answers one there.
    /// </param>
    public ToolCallPairer(IReadOnlyList<ChatMessage> history, IReadOnlyList<ChatMessage> following, bool settle = false, bool continues = false)
    {
        _history = history;
        _following = following;
        _settle = settle;
        _continues = continues;
        _edits = new MessageEdits(new RequestMessages(history, following));
    }

    public PairedMessages Pair()
    {
        Read(_history, 0);
        Read(_following, _history.Count);
        PlaceEarlyResults();
        CloseCalls();
        CloseHostedCalls();
        return new PairedMessages(
            _edits.Write(0, _history.Count, _ => true, goesOn: _leavesCalls && FollowingIsAnswers()) ?? _history,
            _edits.Write(_history.Count, _history.Count + _following.Count, _settle ? null : IsModels, goesOn: false) ?? _following,
            _repairs.ToList());
    }

    /// <summary>Whether all that follows are answers to requests and results, behind which the calls of the requests are put.</summary>
    private bool FollowingIsAnswers() =>
        _following.All(message => message?.Contents.All(content => content is ToolApprovalResponseContent or FunctionResultContent) != false);

    /// <summary>What the caller adds is sent even if it says nothing: the service's refusal is the answer to it.</summary>
    private static bool IsModels(ChatRole role) => role == ChatRole.Assistant || role == ChatRole.Tool;

    /// <summary>Whether a message gets its last form here. What follows a turn that is being settled gets it with its own successor.</summary>
    private bool IsFinal(int message) => !_settle || IsHistory(message);

    private bool IsHistory(int message) => message < _history.Count;

    private void Read(IReadOnlyList<ChatMessage> messages, int offset)
    {
        _asking = _continues ? ServicesAnswer : Nobody;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i] is { } message)
            {
                Read(message, offset + i);
            }
            else if (IsFinal(offset + i))
            {
                _repairs.Add("A message that is null was left out.");
            }
        }
    }

    private void Read(ChatMessage message, int index)
    {
        _turn += message.Role == ChatRole.User && _role != ChatRole.User && IsHistory(index) ? 1 : 0;
        _role = message.Role;
        if (_role == ChatRole.Assistant)
        {
            _asking = index;
            _firstAnswer = IsHistory(index) ? _firstAnswer : Math.Min(_firstAnswer, index);
        }
        else
        {
            _asking = _role == ChatRole.Tool ? _asking : Nobody;
        }

        var contents = message.Contents;
        _saysSomething = !contents.All(content => content is null || SendableMessages.IsNothing(content));
        for (var i = 0; i < contents.Count; i++)
        {
            Read(contents[i], (index, i));
        }

        if (_role == ChatRole.Assistant && _saysSomething && IsHistory(index) && !contents.Any(content => content is FunctionCallContent or ToolApprovalRequestContent))
        {
            _lastAnswer = index;
        }
    }

    private void Read(AIContent? content, (int Message, int Content) at)
    {
        switch (content)
        {
            case FunctionResultContent result:
                ReadResult(result, at);
                break;
            case ToolApprovalResponseContent response:
                ReadResponse(response, at);
                break;
            case not null when !IsFinal(at.Message) && content is not (FunctionCallContent or ToolApprovalRequestContent):
                break;
            case null:
            case TextContent when SendableMessages.IsBlank(content) && (_saysSomething || IsHistory(at.Message)):
            case not null when _role == ChatRole.Tool && !(_continues && content is ToolResultContent):
                Drop(at, null);
                break;
            case FunctionCallContent or ToolApprovalRequestContent when _role != ChatRole.Assistant:
                Drop(at, $"A tool call in a message of role '{_role}' was left out: only the assistant calls tools.");
                break;
            case FunctionCallContent { Name: null or "" } call:
                Drop(at, $"Call '{call.CallId}' was left out: it names no function.");
                break;
            case FunctionCallContent call:
                ReadCall(call, at);
                break;
            case ToolApprovalRequestContent request:
                ReadRequest(request, at);
                break;
            case ToolCallContent call:
                ReadHostedCall(call, at);
                break;
            case ToolResultContent result when _hosted.TryGetValue(result.CallId, out var hosted):
                hosted.HasResult = true;
                break;
            case ToolResultContent result when !_continues:
                Drop(at, $"The result of call '{result.CallId}' was left out: there is no such call before it.");
                break;
        }
    }

    private void ReadHostedCall(ToolCallContent call, (int Message, int Content) at)
    {
        if (_hosted.TryGetValue(call.CallId, out var earlier) && !earlier.HasResult)
        {
            _edits.Remove(earlier.At);
        }

        _hosted[call.CallId] = new HostedCall(at);
    }

    private void ReadCall(FunctionCallContent call, (int Message, int Content) at)
    {
        if (_calls.TryGetValue(call.CallId, out var earlier) && earlier.At.Message == at.Message)
        {
            // Some clients leave the call beside the request for its approval. The request stands for both.
            Drop(at, earlier.Request is null ? $"Call '{call.CallId}' was there twice in one message; the second was left out." : null);
            return;
        }

        if (earlier is { Response: not null, HasResult: false })
        {
            // The client that invokes functions made the call of the request once it was answered. It goes where the model made it.
            Take(at, null);
            return;
        }

        Add(new PendingCall(at, call) { Turn = _turn });
    }

    private void ReadRequest(ToolApprovalRequestContent request, (int Message, int Content) at)
    {
        var isTwice = _requests.TryGetValue(request.RequestId, out var same) && same.At.Message == at.Message;
        if (request.ToolCall is FunctionCallContent call && _calls.TryGetValue(call.CallId, out var earlier) && earlier.At.Message == at.Message)
        {
            isTwice |= earlier.Request is not null || earlier.HasResult;
            if (!isTwice)
            {
                earlier.IsReplaced = true;
                Drop(earlier.At, null);
            }
        }

        if (isTwice)
        {
            Drop(at, $"Approval of call '{request.ToolCall.CallId}' was requested in a message that requests or answers it already; the request was left out.");
            return;
        }

        var pending = new PendingCall(at, request.ToolCall, request) { Turn = _turn };
        if (same is not null)
        {
            same.IsPassed = true;
        }

        _requests[request.RequestId] = pending;
        Add(pending);
    }

    private void Add(PendingCall call)
    {
        _pending.Add(call);
        if (call.Call is FunctionCallContent)
        {
            _calls[call.Call.CallId] = call;
        }
    }

    private void ReadResult(FunctionResultContent result, (int Message, int Content) at)
    {
        var call = _calls.GetValueOrDefault(result.CallId) ?? ServicesCall(result.CallId);
        if (call is null)
        {
            _early.Add((at, result));
        }
        else if (call.HasResult)
        {
            Refuse(at, $"Call '{result.CallId}' had two results; the second was left out.");
        }
        else
        {
            call.HasResult = true;
            if (_role != ChatRole.Tool || call.At.Message != _asking)
            {
                MoveResult(call, at, _lastAnswer > call.At.Message ? $"The result of call '{result.CallId}' came after the model had gone on; it was moved to its call." : null);
            }
        }
    }

    /// <summary>The call that the service has, of which only the result is here.</summary>
    private PendingCall? ServicesCall(string callId) => !_continues ? null
        : _calls[callId] = new PendingCall((ServicesAnswer, 0), new FunctionCallContent(callId, "")) { Turn = _turn };

    private void ReadResponse(ToolApprovalResponseContent response, (int Message, int Content) at)
    {
        if (_role != ChatRole.User)
        {
            Refuse(at, $"An answer to request for approval '{response.RequestId}' in a message of role '{_role}' was left out: only the user approves.");
        }
        else if (_continues && !_requests.ContainsKey(response.RequestId))
        {
            KeepServicesAnswer(response, at);
        }
        else if (_requests.TryGetValue(response.RequestId, out var request) && request is { Response: null, HasResult: false } && request.Turn >= (IsHistory(at.Message) ? _turn - 1 : _turn))
        {
            request.Answer(response, at);
        }
        else
        {
            Refuse(at, $"The answer to request for approval '{response.RequestId}' was left out: no such request is open. The tool was not called for it.");
        }
    }

    private void PlaceEarlyResults()
    {
        foreach (var (at, result) in _early)
        {
            if (_calls.TryGetValue(result.CallId, out var call) && !call.HasResult && call.At.Message >= at.Message && IsHistory(call.At.Message) == IsHistory(at.Message))
            {
                call.HasResult = true;
                MoveResult(call, at, $"The result of call '{result.CallId}' came before the call; it was moved behind it.");
            }
            else
            {
                Refuse(at, $"The result of call '{result.CallId}' was left out: there is no such call before it.");
            }
        }
    }

    private void CloseCalls()
    {
        foreach (var call in _pending)
        {
            if (!IsFinal(call.At.Message))
            {
                continue;
            }

            if (call.Request is not null)
            {
                CloseRequest(call, call.Request);
            }
            else if (!call.HasResult && !call.IsReplaced)
            {
                _edits.Put(ClosingResult.For(call), call.At.Message);
            }
        }
    }

    private void CloseRequest(PendingCall call, ToolApprovalRequestContent request)
    {
        if (!_settle && call is { Response: not null, HasResult: false, IsPassed: false } && !IsHistory(call.ResponseAt.Message))
        {
            KeepAnswered(call, request, call.Response);
            return;
        }

        if (call.Response is not null)
        {
            _edits.Remove(call.ResponseAt);
        }

        if (call.Call is not FunctionCallContent)
        {
            _edits.Remove(call.At);
            return;
        }

        _edits.Replace(call.At, call.Call);
        if (!call.HasResult)
        {
            _edits.Put(ClosingResult.For(call), call.At.Message);
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
            _edits.Replace(call.At, new ToolApprovalRequestContent(request.RequestId, Copy(function)));
            _edits.Replace(call.ResponseAt, CopyOf(response, request.RequestId, function));
            _leavesCalls = true;
        }
    }

    /// <summary>Leaves the answer to a request that the service has to the client that invokes functions, as a copy, as above.</summary>
    private void KeepServicesAnswer(ToolApprovalResponseContent response, (int Message, int Content) at)
    {
        var request = new PendingCall((ServicesAnswer, 0), response.ToolCall) { Turn = _turn };
        request.Answer(response, at);
        _requests[response.RequestId] = request;
        if (response.ToolCall is FunctionCallContent function)
        {
            _edits.Replace(at, CopyOf(response, response.RequestId, function));
        }
    }

    private void CloseHostedCalls()
    {
        foreach (var call in _hosted.Values)
        {
            if (!call.HasResult)
            {
                _edits.Remove(call.At);
            }
        }
    }

    private void MoveResult(PendingCall call, (int Message, int Content) at, string? repair)
    {
        if (IsFinal(call.At.Message))
        {
            _edits.Move(at, call.At.Message);
            Note(repair);
        }
    }

    /// <summary>Leaves out a content of a message that gets its last form here.</summary>
    private void Drop((int Message, int Content) at, string? repair)
    {
        if (IsFinal(at.Message))
        {
            Take(at, repair);
        }
    }

    /// <summary>
    /// Leaves out an answer to nothing. Of what follows a turn that is being settled, the caller's part was a request's before, and
    /// was mended with it; the model's part is mended, and told of, in the next one.
    /// </summary>
    private void Refuse((int Message, int Content) at, string repair)
    {
        if (IsFinal(at.Message) || at.Message < _firstAnswer)
        {
            Take(at, repair);
        }
    }

    /// <summary>Leaves out a content.</summary>
    private void Take((int Message, int Content) at, string? repair)
    {
        _edits.Remove(at);
        Note(repair);
    }

    private void Note(string? repair)
    {
        if (repair is not null)
        {
            _repairs.Add(repair);
        }
    }

    private static ToolApprovalResponseContent CopyOf(ToolApprovalResponseContent response, string requestId, FunctionCallContent call) =>
        new(requestId, response.Approved, Copy(call)) { Reason = response.Reason };

    private static FunctionCallContent Copy(FunctionCallContent call) => new(call.CallId, call.Name, call.Arguments)
    {
        Exception = call.Exception,
        AdditionalProperties = call.AdditionalProperties,
    };

    /// <summary>A call that the service ran itself. Without its result, which an interrupted stream leaves, services refuse it.</summary>
    private sealed class HostedCall((int Message, int Content) at)
    {
        public (int Message, int Content) At { get; } = at;

        public bool HasResult { get; set; }
    }
}
