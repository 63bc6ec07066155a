using Microsoft.Extensions.Logging;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>The providers' part in one turn: asked before the model, in order, and told after it, in reverse and each once.</summary>
/// <param name="providers">The providers.</param>
/// <param name="history">Who keeps the history; its provider, if one does, is asked at its place among the others.</param>
/// <param name="turn">The turn.</param>
/// <param name="logger">Where it is logged that one failed after the model.</param>
internal sealed class ProviderCalls(TurnProviders providers, TurnHistory history, TurnContext turn, ILogger logger)
{
    private readonly AIContextProvider[] _participants = providers.For(turn.Session is not null, history.Owner == HistoryOwner.Service);
    private int _askedCount;
    private bool _isContextTold;
    private bool _isRestTold;

    /// <summary>Asks the providers what they have for the turn, and loads the history.</summary>
    public async ValueTask AskAsync(CancellationToken cancellationToken)
    {
        if (!_participants.Contains(providers.Loading))
        {
            await history.LoadAsync(turn, cancellationToken).ConfigureAwait(false);
        }

        foreach (var provider in _participants)
        {
            _askedCount++;
            await AskAsync(provider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the context providers what came of the turn, before it is committed.</summary>
    public async ValueTask TellContextAsync(CancellationToken cancellationToken)
    {
        if (!_isContextTold)
        {
            _isContextTold = true;
            await TellAsync(isHistory: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the providers that are left: those of history are told of a turn when it is committed, or is not to be.</summary>
    public async ValueTask TellRestAsync(CancellationToken cancellationToken)
    {
        if (!_isRestTold)
        {
            _isRestTold = true;
            await TellAsync(isHistory: true, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask AskAsync(AIContextProvider provider, CancellationToken cancellationToken) =>
        provider == providers.Loading ? history.LoadAsync(turn, cancellationToken) : provider.InvokingAsync(turn, cancellationToken);

    private ValueTask TellOneAsync(AIContextProvider provider, CancellationToken cancellationToken) =>
        provider == providers.Loading ? history.EndAsync(turn, cancellationToken) : provider.InvokedAsync(turn, cancellationToken);

    private async ValueTask TellAsync(bool isHistory, CancellationToken cancellationToken)
    {
        for (var i = _askedCount - 1; i >= 0; i--)
        {
            if (_participants[i] is HistoryProvider == isHistory)
            {
                await TellAsync(_participants[i], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tells a provider. What fails is an issue of the turn: neither its answer nor its error may be lost over it.</summary>
    private async ValueTask TellAsync(AIContextProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            await TellOneAsync(provider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.ProviderFailed(exception, provider.SourceId, turn.TurnId, turn.Agent.Id);
            turn.Note(new TurnIssue(TurnIssueKind.ProviderFailed, $"Provider '{provider.SourceId}' failed after the turn: {exception.Message}", exception));
        }
    }
}
