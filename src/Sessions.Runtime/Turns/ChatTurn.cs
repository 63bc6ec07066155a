using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Sessions.Agents;

/// <summary>
/// One turn of a <see cref="ChatClientAgent"/>, streamed or not: prepare, ask the model, complete. Whatever happens, the session
/// is left as it was before the turn, or as it is after it.
/// </summary>
internal sealed class ChatTurn : IAsyncDisposable
{
    private readonly ChatClientAgent _agent;
    private readonly ChatClientAgentSession? _session;
    private readonly TurnProviders _providers;
    private readonly TurnContext _context;
    private readonly ChatOptions _options;
    private readonly TurnHistory _history;
    private readonly TurnScope _scope;
    private readonly DateTimeOffset _startedAt;
    private readonly List<TurnIssue> _issues = [];

    /// <summary>The providers that have been told of the turn and not yet of its end.</summary>
    private readonly List<AIContextProvider> _involved = [];

    private ChatTurn(ChatClientAgent agent, ChatClientAgentSession? session, TurnProviders providers, IReadOnlyList<ChatMessage> messages, AgentRunOptions? options)
    {
        _agent = agent;
        _session = session;
        _providers = providers;
        _context = new TurnContext(agent, session, messages, options);
        _options = TurnOptions.Merge(agent.ChatOptions, options);
        _history = new TurnHistory(session, _options.ConversationId, isLoaded: providers.Loading is not null);
        _scope = new TurnScope(session?.State);
        _startedAt = agent.TimeProvider.GetUtcNow();
    }

    public string Id => _context.TurnId;

    /// <summary>Waits for the session's turn before this one, and begins.</summary>
    public static async ValueTask<ChatTurn> OpenAsync(ChatClientAgent agent, ChatClientAgentSession? session, IReadOnlyList<ChatMessage> messages, AgentRunOptions? options, CancellationToken cancellationToken)
    {
        if (session is not null)
        {
            await session.EnterAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var providers = await agent.OpenProvidersAsync().ConfigureAwait(false);
            return new ChatTurn(agent, session, providers, messages, options);
        }
        catch
        {
            session?.Leave();
            throw;
        }
    }

    /// <summary>Does a step of the turn in the turn's flow, and remembers what it failed with.</summary>
    public async ValueTask<T> StepAsync<T>(Func<ValueTask<T>> step)
    {
        _scope.Enter();
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _context.Exception = exception;
            throw;
        }
    }

    /// <summary>Lets the providers prepare, and returns what the model is to be sent.</summary>
    public async ValueTask<(IEnumerable<ChatMessage> Messages, ChatOptions Options)> PrepareAsync(CancellationToken cancellationToken)
    {
        _context.Begin(_options);
        foreach (var provider in _providers.For(_session is not null, _history.IsService))
        {
            _involved.Add(provider);
            await provider.InvokingAsync(_context, cancellationToken).ConfigureAwait(false);
        }

        _options.Instructions = _context.Instructions;
        _options.Tools = _context.Tools.Count > 0 ? _context.Tools : null;
        _options.ConversationId = _session is null ? _options.ConversationId : _history.RequestId;
        return (_context.RequestMessages(), _options);
    }

    /// <summary>Lets the providers learn from the answer, and commits the turn.</summary>
    public async ValueTask<AgentResponse> CompleteAsync(ChatResponse chatResponse, CancellationToken cancellationToken)
    {
        var response = new AgentResponse(chatResponse) { AgentId = _agent.Id, TurnId = Id, Issues = _issues };
        _context.Response = response;
        await NotifyAsync(provider => provider is not HistoryProvider, cancellationToken).ConfigureAwait(false);
        if (_session is not null)
        {
            try
            {
                await CommitAsync(_session, response, cancellationToken).ConfigureAwait(false);
            }
            catch (SessionException exception)
            {
                exception.Response = response;
                throw;
            }
        }

        _scope.End();
        await NotifyAsync(_ => true, cancellationToken).ConfigureAwait(false);
        return response;
    }

    /// <summary>
    /// Ends the turn. Where it did not complete, because a step failed or the reader of its stream left, the providers are told,
    /// and what they fail with is logged: the turn's own error is what counts.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_involved.Count > 0)
            {
                _scope.Enter();
                _context.Exception ??= new OperationCanceledException("The stream was left before it completed.");
                await NotifyAsync(_ => true, CancellationToken.None).ConfigureAwait(false);
            }

            await _providers.CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _scope.End();
            _session?.Leave();
        }
    }

    private async ValueTask CommitAsync(ChatClientAgentSession session, AgentResponse response, CancellationToken cancellationToken)
    {
        var (owner, serviceSessionId, ignoredId) = _history.Settle(response.ConversationId);
        if (ignoredId is not null)
        {
            Ignore(session, ignoredId);
        }

        await SaveHistoryAsync(owner, cancellationToken).ConfigureAwait(false);
        var now = _agent.TimeProvider.GetUtcNow();
        var head = session.Head;
        var number = head.LastTurn + 1;
        var record = new TurnRecord
        {
            Number = number,
            Id = Id,
            ParentTurn = head.CurrentTurn,
            Status = TurnStatus.Completed,
            Usage = response.Usage,
            FinishReason = response.FinishReason,
            ResponseId = response.ResponseId,
            StartedAt = _startedAt,
            CompletedAt = now,
        };
        head = head with { HistoryOwner = owner, ServiceSessionId = serviceSessionId, CurrentTurn = number, LastTurn = number };
        await session.CommitAsync(head, new LogTurn(record, _context.Kept), session.State.CaptureChanges(_scope), now, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SaveHistoryAsync(HistoryOwner owner, CancellationToken cancellationToken)
    {
        var loading = _involved.OfType<HistoryProvider>().FirstOrDefault(provider => provider.LoadMessages);
        if (loading is null)
        {
            return;
        }

        _involved.Remove(loading);
        if (owner == HistoryOwner.Service)
        {
            // The first answer showed that the service keeps the history: nothing of the turn is kept here too.
            return;
        }

        try
        {
            await loading.InvokedAsync(_context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not SessionException && !IsCancellation(exception, cancellationToken))
        {
            throw new SessionStoreException(
                $"History provider '{loading.SourceId}' could not save turn {Id}: {exception.Message} Nothing of the turn was kept in the session; the model's answer is in Response.", exception);
        }
    }

    private void Ignore(ChatClientAgentSession session, string serviceSessionId)
    {
        _agent.Logger.ServiceSessionIdIgnored(Id, _agent.Id);
        _issues.Add(new TurnIssue(
            TurnIssueKind.ServiceSessionIdIgnored,
            $"The service's conversation id '{serviceSessionId}' was not adopted: the history of session '{session.Key}' is kept locally. To let the service keep it, begin a session with GetSessionAsync(serviceSessionId: …)."));
    }

    private async ValueTask NotifyAsync(Predicate<AIContextProvider> which, CancellationToken cancellationToken)
    {
        for (var i = _involved.Count - 1; i >= 0; i--)
        {
            var provider = _involved[i];
            if (!which(provider))
            {
                continue;
            }

            _involved.RemoveAt(i);
            try
            {
                await provider.InvokedAsync(_context, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!IsCancellation(exception, cancellationToken))
            {
                _agent.Logger.ProviderFailed(exception, provider.SourceId, Id, _agent.Id);
                _issues.Add(new TurnIssue(TurnIssueKind.ProviderFailed, $"Provider '{provider.SourceId}' failed after the turn: {exception.Message}", exception));
            }
        }
    }

    private static bool IsCancellation(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
}
