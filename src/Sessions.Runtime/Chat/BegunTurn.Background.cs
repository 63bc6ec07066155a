using Microsoft.Extensions.AI;

namespace Sessions.Agents;

// How a turn stops whose answer goes on in the background, and what a later run is given to go on with it.
internal sealed partial class BegunTurn
{
    private BackgroundAnswer? _background;

    /// <summary>Makes an update of the stream the caller's.</summary>
    public AgentResponseUpdate ToAgentUpdate(ChatResponseUpdate update)
    {
        _background?.Note(update);
        if (update.ContinuationToken is not { } token)
        {
            return new AgentResponseUpdate(update) { AgentId = _run.Agent.Id, TurnId = Context.TurnId };
        }

        return new AgentResponseUpdate(update) { AgentId = _run.Agent.Id, TurnId = Context.TurnId, ContinuationToken = Suspend(token, Stream!.ToResponseUntilHere()) };
    }

    /// <summary>
    /// Ends a run whose answer is made in the background: another run will go on with the turn. Until then nothing of it is kept, and no
    /// provider is told.
    /// </summary>
    private AgentResponse CompleteLater(ChatResponse chatResponse, ResponseContinuationToken token)
    {
        var answer = Stream?.ToResponseUntilHere() ?? (() => PartialAnswers.LeaveOut(chatResponse));
        var response = new AgentResponse(chatResponse) { AgentId = _run.Agent.Id, CompactTurnId = Context.CompactId, ContinuationToken = Suspend(token, answer) };
        Context.Response = response;
        _run.IsAsking = false;
        _isCompleted = true;
        return response;
    }

    private ResponseContinuationToken Suspend(ResponseContinuationToken token, Func<ChatResponse> answer) =>
        (_background ??= new BackgroundAnswer(_run, _scope, prepared: [])).ToToken(token, answer);
}
