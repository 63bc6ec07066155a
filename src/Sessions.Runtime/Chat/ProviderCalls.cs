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
    private readonly List<AIContextProvider> _asked = [];

    /// <summary>Asks the providers what they have for the turn, and loads the history.</summary>
    public async ValueTask AskAsync(CancellationToken cancellationToken)
    {
        var participants = providers.For(hasSession: turn.Session is not null, serviceKeepsHistory: history.Owner == HistoryOwner.Service);
        if (!participants.Contains(providers.Loading))
        {
            await history.LoadAsync(turn, cancellationToken).ConfigureAwait(false);
        }

        foreach (var provider in participants)
        {
            if (provider == providers.Loading)
            {
                await history.LoadAsync(turn, cancellationToken).ConfigureAwait(false);
                continue;
            }

            _asked.Add(provider);
            await provider.InvokingAsync(turn, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells the context providers what came of the turn, before it is committed.</summary>
    public ValueTask TellContextAsync(CancellationToken cancellationToken) => TellAsync(provider => provider is not HistoryProvider, cancellationToken);

    /// <summary>Tells the providers that are left: those of history are told of a turn when it is committed, or is not to be.</summary>
    public async ValueTask TellRestAsync(CancellationToken cancellationToken)
    {
        if (providers.Loading is { } loading)
        {
            await TellAsync(loading, history.EndAsync, cancellationToken).ConfigureAwait(false);
        }

        await TellAsync(_ => true, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask TellAsync(Predicate<AIContextProvider> selects, CancellationToken cancellationToken)
    {
        for (var i = _asked.Count - 1; i >= 0; i--)
        {
            var provider = _asked[i];
            if (selects(provider))
            {
                _asked.RemoveAt(i);
                await TellAsync(provider, provider.InvokedAsync, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tells one. What fails is an issue of the turn: neither its answer nor its error may be lost over it.</summary>
    private async ValueTask TellAsync(AIContextProvider provider, Func<TurnContext, CancellationToken, ValueTask> tell, CancellationToken cancellationToken)
    {
        try
        {
            await tell(turn, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.ProviderFailed(exception, provider.SourceId, turn.TurnId, turn.Agent.Id);
            turn.Note(new TurnIssue(TurnIssueKind.ProviderFailed, $"Provider '{provider.SourceId}' failed after the turn: {exception.Message}", exception));
        }
    }
}
