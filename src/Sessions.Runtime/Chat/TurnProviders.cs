namespace Sessions.Agents;

/// <summary>The providers of a turn, in order, and which of them loads the history.</summary>
internal sealed class TurnProviders
{
    private AIContextProvider[]? _withoutSession;
    private AIContextProvider[]? _withService;

    /// <summary>Puts the providers of a turn together, or of an agent whose turns all have the same.</summary>
    /// <param name="all">The providers, in order.</param>
    public TurnProviders(AIContextProvider[] all)
    {
        All = all;
        var sources = new HashSet<string>(StringComparer.Ordinal);
        foreach (var provider in all)
        {
            if (!sources.Add(provider.SourceId))
            {
                throw new ArgumentException($"Two providers have the source id '{provider.SourceId}', and their messages could not be told apart. Give one of them an id of its own.", nameof(all));
            }

            if (provider is HistoryProvider { LoadMessages: true } history)
            {
                Loading = Loading is null
                    ? history
                    : throw new ArgumentException($"Providers '{Loading.SourceId}' and '{history.SourceId}' both load the history, and the model would be sent it twice. Set LoadMessages = false on the one that only keeps a copy.", nameof(all));
            }
        }
    }

    public AIContextProvider[] All { get; }

    /// <summary>The one that keeps the history, if any was configured.</summary>
    public HistoryProvider? Loading { get; }

    /// <summary>
    /// The providers that take part in a turn. Without a session, those of history do not; with one whose history the service
    /// keeps, the loading one does not.
    /// </summary>
    public AIContextProvider[] For(bool hasSession, bool serviceKeepsHistory)
    {
        if (!hasSession)
        {
            return _withoutSession ??= [.. All.Where(provider => provider is not HistoryProvider)];
        }

        return serviceKeepsHistory ? _withService ??= [.. All.Where(provider => provider != Loading)] : All;
    }
}
