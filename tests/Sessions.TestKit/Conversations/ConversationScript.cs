using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Plays everybody's part in the turn of a random conversation that is under way: the model, the tools, a provider, and whoever interrupts.</summary>
public sealed class ConversationScript : IDisposable
{
    private PlannedTurn _turn = null!;
    private AgentSession _session = null!;
    private CancellationTokenSource _caller = new();
    private int _requests;
    private int _tools;

    /// <summary>Begins a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="session">The session that tools set state of.</param>
    /// <returns>What cancels the caller's token.</returns>
    public CancellationTokenSource Begin(PlannedTurn turn, AgentSession session)
    {
        _caller.Dispose();
        _caller = new CancellationTokenSource();
        (_turn, _session, _requests, _tools) = (turn, session, 0, 0);
        return _caller;
    }

    public void Dispose() => _caller.Dispose();

    /// <summary>What the model says next.</summary>
    public ModelAnswer Answer()
    {
        var number = _requests++;
        var planned = _turn.Answers[number];
        var answer = planned.Words.Count == 0 ? ModelAnswer.Nothing : ModelAnswer.Of(string.Join(' ', planned.Words));
        answer = planned.Calls.Aggregate(answer, (said, call) => said.With(call.ToContent()));
        var interruption = _turn.Interruption;
        return interruption.IsAt(InterruptionKind.ModelFails, number) ? answer.FailWith(new IOException("no network"), interruption.Updates)
            : interruption.IsAt(InterruptionKind.CancelInModel, number) ? answer.After(CancelAsync)
            : answer;
    }

    /// <summary>Runs a tool.</summary>
    public string RunTool(string name, string callId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var interruption = _turn.Interruption;
        var number = _tools++;
        var isStubborn = interruption.IsAt(InterruptionKind.CancelInStubbornTool, number);
        if (isStubborn || interruption.IsAt(InterruptionKind.CancelInTool, number))
        {
            _caller.Cancel();
        }

        if (!isStubborn || name == ConversationTools.Fail)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (name == ConversationTools.Fail)
        {
            throw new InvalidOperationException("This tool always fails.");
        }

        _session.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
        return ConversationTools.ResultOf(callId);
    }

    private async Task CancelAsync(CancellationToken cancellationToken)
    {
        await _caller.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Sets state in a turn, before the model is asked.</summary>
    internal sealed class Marker(ConversationScript script) : AIContextProvider
    {
        public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            if (script._turn.Marks)
            {
                turn.Session!.State.Set(new Mark { Text = script._turn.Marking });
            }

            return default;
        }
    }

    /// <summary>Fails behind an answer.</summary>
    internal sealed class Outermost(IChatClient innerClient, ConversationScript script) : DelegatingChatClient(innerClient)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            ThrowIfPlanned();
            return response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                yield return update;
            }

            ThrowIfPlanned();
        }

        private void ThrowIfPlanned()
        {
            if (script._turn.Interruption.Kind == InterruptionKind.PipelineFails)
            {
                throw new IOException("the pipeline failed");
            }
        }
    }
}
