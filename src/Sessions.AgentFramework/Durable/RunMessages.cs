using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Durable;

/// <summary>
/// The history of one run: what the session has, and what the run has added where an agent on the way runs the framework's agent more
/// than once. It stores nothing: the turn does.
/// </summary>
/// <param name="agent">The agent whose history it is.</param>
/// <param name="history">What the session has.</param>
internal sealed class RunMessages(AIAgent? agent, ArraySegment<ChatMessage> history) : ChatHistoryProvider
{
    private readonly List<ChatMessage> _added = [];

    // Looked at only if there is another run: it would cost as much as the history is long.
    private InvokedContext? _before;

    // It keeps nothing in the session.
    public override IReadOnlyList<string> StateKeys => [];

    protected override ValueTask<IEnumerable<ChatMessage>> InvokingCoreAsync(InvokingContext context, CancellationToken cancellationToken = default)
    {
        if (IsOfAnother(context.Agent))
        {
            return new(context.RequestMessages);
        }

        TakeBefore();

        // The framework goes on with the very list that it is given, so the next one is a new one.
        var request = new List<ChatMessage>(history.Count + _added.Count + 4);
        request.AddRange(history);
        request.AddRange(_added);
        request.AddRange(context.RequestMessages);
        return new(request);
    }

    protected override ValueTask InvokedCoreAsync(InvokedContext context, CancellationToken cancellationToken = default)
    {
        if (!IsOfAnother(context.Agent))
        {
            _before = context.InvokeException is null ? context : null;
        }

        return default;
    }

    // A tool may run another agent with the options of the run that it is in.
    private bool IsOfAnother(AIAgent other) => agent is not null && other != agent;

    private void TakeBefore()
    {
        if (_before is { } before)
        {
            var asked = before.RequestMessages.Where(message => message.GetAgentRequestMessageSourceType() == AgentRequestMessageSourceType.External);
            _added.AddRange(asked.Concat(before.ResponseMessages ?? []).Select(HistoryStamps.Mark).ToList());
            _before = null;
        }
    }
}
