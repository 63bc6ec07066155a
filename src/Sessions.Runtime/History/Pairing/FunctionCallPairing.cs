using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// Pairs calls of the caller's tools with their results. A result belongs to the nearest call before it with its id: services begin
/// anew with their ids in every response.
/// </summary>
internal sealed class FunctionCallPairing(PairingEdits edits, PairingCursor cursor, IReadOnlyList<ChatMessage> settled, bool continues)
{
    private readonly List<PendingCall> _pending = [];
    private readonly Dictionary<string, PendingCall> _calls = new(StringComparer.Ordinal);
    private readonly List<(ContentPosition At, FunctionResultContent Result)> _early = [];

    /// <summary>The calls and the requests for approval of one, in order.</summary>
    public IReadOnlyList<PendingCall> Pending => _pending;

    /// <summary>The call with an id that stands in the same message, if there is one.</summary>
    public PendingCall? FindBeside(string callId, ContentPosition at) =>
        _calls.TryGetValue(callId, out var call) && call.At.Message == at.Message ? call : null;

    public void Add(PendingCall call)
    {
        _pending.Add(call);
        if (call.Call is FunctionCallContent)
        {
            _calls[call.Call.CallId] = call;
        }
    }

    public void Read(FunctionCallContent call, ContentPosition at)
    {
        if (string.IsNullOrEmpty(call.Name))
        {
            edits.Drop(at, $"Call '{call.CallId}' was left out: it names no function.");
        }
        else if (FindBeside(call.CallId, at) is { } same)
        {
            // Some clients leave the call beside the request for its approval. The request stands for both.
            edits.Drop(at, same.Request is null ? $"Call '{call.CallId}' was there twice in one message; the second was left out." : null);
        }
        else if (_calls.GetValueOrDefault(call.CallId) is { Response: not null, HasResult: false })
        {
            // The client that invokes functions made the call of the request once it was answered. It goes where the model made it.
            edits.Take(at);
        }
        else
        {
            Add(new PendingCall(at, call) { Turn = cursor.Turn });
        }
    }

    public void Read(FunctionResultContent result, ContentPosition at)
    {
        var call = _calls.GetValueOrDefault(result.CallId) ?? ServicesCall(result.CallId);
        if (call is null)
        {
            _early.Add((at, result));
            return;
        }

        if (call.HasResult)
        {
            edits.Refuse(at, $"Call '{result.CallId}' had two results; the second was left out.");
            return;
        }

        call.HasResult = true;
        if (cursor.Role != ChatRole.Tool || call.At.Message != cursor.Asking)
        {
            edits.MoveResult(call, at, cursor.LastAnswer > call.At.Message ? $"The result of call '{result.CallId}' came after the model had gone on; it was moved to its call." : null);
        }
    }

    /// <summary>Puts the results that came before their calls behind them.</summary>
    public void PlaceEarlyResults()
    {
        foreach (var (at, result) in _early)
        {
            if (_calls.TryGetValue(result.CallId, out var call) && !call.HasResult && call.At.Message >= at.Message && edits.IsHistory(call.At.Message) == edits.IsHistory(at.Message))
            {
                call.HasResult = true;
                edits.MoveResult(call, at, $"The result of call '{result.CallId}' came before the call; it was moved behind it.");
            }
            else
            {
                edits.Refuse(at, $"The result of call '{result.CallId}' was left out: {EarlierCalls.WhyTooLate(settled, result.CallId)}.");
            }
        }
    }

    /// <summary>The call that the service has, of which only the result is here.</summary>
    private PendingCall? ServicesCall(string callId) => !continues ? null
        : _calls[callId] = new PendingCall(new(PairingCursor.ServicesAnswer, 0), new FunctionCallContent(callId, "")) { Turn = cursor.Turn };
}
