using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// A history that the model's service keeps. Of it, the session keeps what the service waits for: it refuses whatever comes without
/// the results of its calls.
/// </summary>
/// <param name="session">The session, if there is one.</param>
/// <param name="requestId">The conversation id that the service is sent.</param>
internal sealed class ServiceHistory(AgentSession? session, string? requestId) : TurnHistory
{
    private IReadOnlyList<ChatMessage> _openCalls = [];

    public override HistoryOwner Owner => HistoryOwner.Service;

    public override string? RequestId => requestId;

    public override async ValueTask LoadAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        if (session is not null)
        {
            _openCalls = (await session.Turns.FindAsync(turn.FollowedTurn ?? session.CurrentTurn, cancellationToken).ConfigureAwait(false))?.Messages ?? [];
        }
    }

    public override ValueTask<HistoryRequest> ComposeAsync(TurnContext turn, CancellationToken cancellationToken) =>
        new(HistoryView.Continue(_openCalls, turn.AddedMessages()));

    public override SettledHistory Settle(string? conversationId) => new(this, conversationId ?? requestId, null);

    public override ValueTask<IReadOnlyList<ChatMessage>> SaveAsync(TurnContext turn, TurnTranscript transcript, CancellationToken cancellationToken) =>
        new(transcript.FindOpenCalls(requestId) ?? [.. _openCalls, .. transcript.CopyResults()]);

    public override void ThrowIfElsewhere() => throw new InvalidOperationException(
        $"The model's service keeps the history of session '{session?.Key}', so it cannot be gone back in or forked here. Use what the service offers for that.");
}
