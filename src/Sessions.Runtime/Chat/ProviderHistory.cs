using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>A history that a configured provider keeps.</summary>
/// <param name="session">The session.</param>
/// <param name="provider">The provider.</param>
/// <param name="view">What of the history the model is sent.</param>
/// <param name="requestedId">A conversation id that was asked for.</param>
internal sealed class ProviderHistory(AgentSession session, HistoryProvider provider, HistoryView view, string? requestedId) : TurnHistory
{
    private bool _isAsked;
    private bool _isTold;
    private bool _isSaved;

    public override HistoryOwner Owner => HistoryOwner.Local;

    public override ValueTask LoadAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        _isAsked = true;
        return provider.InvokingAsync(turn, cancellationToken);
    }

    public override ValueTask<HistoryRequest> ComposeAsync(TurnContext turn, CancellationToken cancellationToken) =>
        view.ComposeAsync(turn.History, turn.AddedMessages(), cancellationToken);

    public override SettledHistory Settle(string? conversationId) => new(this, null, IgnoredId(session, requestedId, conversationId));

    /// <summary>Lets the provider save the turn. Where it cannot, nothing is kept; what it has saved is not saved again.</summary>
    public override async ValueTask<IReadOnlyList<ChatMessage>> SaveAsync(TurnContext turn, TurnTranscript transcript, CancellationToken cancellationToken)
    {
        _isTold = true;
        if (!_isAsked || _isSaved)
        {
            return [];
        }

        try
        {
            await provider.InvokedAsync(turn, cancellationToken).ConfigureAwait(false);
            _isSaved = true;
            return [];
        }
        catch (Exception exception) when (exception is not SessionException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new SessionStoreException(
                $"History provider '{provider.SourceId}' could not save turn {turn.TurnId}: {exception.Message} Nothing of the turn was kept in the session; the model's answer is in Response.", exception);
        }
    }

    /// <summary>Tells the provider of the end of a turn of which nothing was to be saved.</summary>
    public override ValueTask EndAsync(TurnContext turn, CancellationToken cancellationToken) =>
        _isTold ? default : provider.InvokedAsync(turn, cancellationToken);

    public override void ThrowIfElsewhere() => throw new InvalidOperationException(
        $"Provider '{provider.SourceId}' keeps the history of session '{session.Key}', so it cannot be gone back in or forked here. Change it where the provider keeps it.");
}
