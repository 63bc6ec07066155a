using Microsoft.Extensions.AI;

namespace Sessions;

/// <summary>
/// Pairs the calls that a service made itself with their results. Without its result, which an interrupted stream leaves, services
/// refuse such a call.
/// </summary>
internal sealed class HostedCallPairing(PairingEdits edits, bool continues)
{
    private readonly Dictionary<string, HostedCall> _calls = new(StringComparer.Ordinal);

    public void Read(ToolCallContent call, ContentPosition at)
    {
        if (_calls.TryGetValue(call.CallId, out var earlier) && !earlier.HasResult)
        {
            edits.Take(earlier.At);
        }

        _calls[call.CallId] = new HostedCall(at, HasResult: false);
    }

    public void Read(ToolResultContent result, ContentPosition at)
    {
        if (_calls.TryGetValue(result.CallId, out var call))
        {
            _calls[result.CallId] = call with { HasResult = true };
        }
        else if (!continues)
        {
            edits.Drop(at, $"The result of call '{result.CallId}' was left out: there is no such call before it.");
        }
    }

    public void CloseCalls()
    {
        foreach (var call in _calls.Values)
        {
            if (!call.HasResult)
            {
                edits.Take(call.At);
            }
        }
    }

    private readonly record struct HostedCall(ContentPosition At, bool HasResult);
}
