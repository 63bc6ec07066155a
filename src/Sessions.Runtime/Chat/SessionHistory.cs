using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>A history that the session keeps itself, in its own log. Without a session it is empty.</summary>
/// <param name="session">The session, if there is one.</param>
/// <param name="view">What of the history the model is sent.</param>
/// <param name="requestedId">A conversation id that was asked for.</param>
/// <param name="mayBeServices">Whether it is the service's instead if the answer says so.</param>
internal sealed class SessionHistory(AgentSession? session, HistoryView view, string? requestedId, bool mayBeServices) : TurnHistory
{
    private SessionLog _log = SessionLog.Empty;

    public override HistoryOwner Owner => HistoryOwner.Local;

    public override async ValueTask LoadAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (session is not null)
        {
            KeptForm.ThrowIfNone(turn.InputMessages);
            turn.History = _log = await session.Turns.LoadLogAsync(view, turn.FollowedTurn ?? session.CurrentTurn, cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask<HistoryRequest> ComposeAsync(TurnContext turn, CancellationToken cancellationToken) =>
        view.ComposeAsync(_log, turn.AddedMessages(), cancellationToken);

    public override SettledHistory Settle(string? conversationId) => mayBeServices && conversationId is not null
        ? new ServiceHistory(session, requestId: null).Settle(conversationId)
        : new(this, null, IgnoredId(session, requestedId, conversationId));

    public override ValueTask<IReadOnlyList<ChatMessage>> SaveAsync(TurnContext turn, TurnTranscript transcript, CancellationToken cancellationToken) =>
        new(turn.CopyNewMessages());
}
