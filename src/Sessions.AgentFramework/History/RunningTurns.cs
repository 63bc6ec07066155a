using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.History;

/// <summary>
/// The turns that a provider is in, by what the framework shows of a run before the model and after it. They go with what they are found
/// by: the framework does not say when a run was given up.
/// </summary>
internal sealed class RunningTurns
{
    private readonly ConditionalWeakTable<Framework.AgentRunContext, FrameworkTurn> _byRun = [];
    private readonly ConditionalWeakTable<ChatMessage, FrameworkTurn> _byMessage = [];
    private readonly ConditionalWeakTable<Framework.AgentSession, object> _skipped = [];

    public void Add(FrameworkTurn turn, Framework.AgentRunContext? run, IReadOnlyList<ChatMessage> request)
    {
        if (run is not null)
        {
            _byRun.AddOrUpdate(run, turn);
            return;
        }

        // Whoever calls the provider outside of a run has nothing of it but its messages.
        for (var i = 0; i < request.Count; i++)
        {
            _byMessage.AddOrUpdate(request[i], turn);
        }
    }

    /// <summary>Finds a turn that is not finished, or was finished with the same answer: a save that is tried again.</summary>
    public FrameworkTurn? Find(Framework.AgentRunContext? run, IEnumerable<ChatMessage> request, IReadOnlyList<ChatMessage>? answer)
    {
        var turn = run is not null ? _byRun.TryGetValue(run, out var running) ? running : null : OfMessages(request);
        return turn?.CanFinishWith(answer) == true ? turn : null;
    }

    /// <summary>Takes note of a session that was made for a run without one.</summary>
    public void Skip(Framework.AgentSession? session)
    {
        if (session is not null)
        {
            _skipped.AddOrUpdate(session, this);
        }
    }

    public bool IsSkipped(Framework.AgentSession session) => _skipped.TryGetValue(session, out _);

    private FrameworkTurn? OfMessages(IEnumerable<ChatMessage> request)
    {
        foreach (var message in request)
        {
            if (_byMessage.TryGetValue(message, out var turn))
            {
                return turn;
            }
        }

        return null;
    }
}
