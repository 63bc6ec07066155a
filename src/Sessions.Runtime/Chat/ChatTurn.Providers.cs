namespace Sessions.Agents;

// The providers' part in a turn: asked before the model, told after it.
internal sealed partial class ChatTurn
{
    /// <summary>The providers that have been asked before the model and not yet told of the turn's end, but for the one that loads.</summary>
    private List<AIContextProvider>? _asked;

    /// <summary>The provider that has loaded the history, until it has been told of the turn's end.</summary>
    private HistoryProvider? _loading;

    private bool _isSaved;

    /// <summary>Asks a provider what it has for the turn.</summary>
    private ValueTask AskAsync(AIContextProvider provider)
    {
        if (provider is HistoryProvider { LoadMessages: true } loading)
        {
            _loading = loading;
        }
        else
        {
            (_asked ??= []).Add(provider);
        }

        return provider.InvokingAsync(_context, _pass.Token);
    }

    /// <summary>Lets the provider that loads the history save the turn. Where it cannot, nothing is kept.</summary>
    private ValueTask SaveHistoryAsync(HistoryOwner owner, CancellationToken cancellationToken)
    {
        _isSaved = true;
        return (_loading, owner) switch
        {
            // Where the first answer showed that the service keeps the history, nothing of the turn is kept here too.
            (null, _) or (_, HistoryOwner.Service) => default,

            // The session's own log is chosen anew when less of the turn is to be kept; what is saved elsewhere is saved.
            (InMemoryHistoryProvider own, _) => own.InvokedAsync(_context, cancellationToken),
            _ => SaveAsync(_loading, cancellationToken),
        };
    }

    private async ValueTask SaveAsync(HistoryProvider loading, CancellationToken cancellationToken)
    {
        try
        {
            await loading.InvokedAsync(_context, cancellationToken).ConfigureAwait(false);
            _loading = null;
        }
        catch (Exception exception) when (exception is not SessionException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new SessionStoreException(
                $"History provider '{loading.SourceId}' could not save turn {Id}: {exception.Message} Nothing of the turn was kept in the session; the model's answer is in Response.", exception);
        }
    }

    /// <summary>
    /// Tells the providers that were asked, in reverse order and each once, what came of the turn. What fails is an issue of the
    /// turn: neither its answer nor its error may be lost over it.
    /// </summary>
    /// <param name="withHistory">Whether those of history are told too: they are told of a turn when it is committed.</param>
    /// <param name="cancellationToken">What the providers are given.</param>
    private ValueTask TellProvidersAsync(bool withHistory, CancellationToken cancellationToken)
    {
        if (withHistory && !_isSaved && _loading is not null)
        {
            (_asked ??= []).Add(_loading);
        }

        return _asked is null or { Count: 0 } ? default : TellAsync(_asked, withHistory, cancellationToken);
    }

    private async ValueTask TellAsync(List<AIContextProvider> asked, bool withHistory, CancellationToken cancellationToken)
    {
        for (var i = asked.Count - 1; i >= 0; i--)
        {
            var provider = asked[i];
            if (provider is HistoryProvider && !withHistory)
            {
                continue;
            }

            asked.RemoveAt(i);
            try
            {
                await provider.InvokedAsync(_context, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _agent.Logger.ProviderFailed(exception, provider.SourceId, Id, _agent.Id);
                _context.Note(new TurnIssue(TurnIssueKind.ProviderFailed, $"Provider '{provider.SourceId}' failed after the turn: {exception.Message}", exception));
            }
        }
    }
}
