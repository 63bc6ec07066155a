using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// One turn of a <see cref="ChatClientAgent"/>, streamed or not: open, prepare, ask the model, complete. Whatever happens, the
/// session is left as it was before the turn, as it is after it, or with the part of it that <see cref="InterruptedTurns"/> says.
/// </summary>
internal sealed partial class ChatTurn : IAsyncDisposable
{
    private readonly ChatClientAgent _agent;
    private readonly ChatClientAgentSession? _session;
    private readonly TurnContext _context;
    private readonly GatePass _pass;
    private readonly DateTime _startedAt;
    private readonly bool _repeatsLast;

    /// <summary>The calls that the service waits for since the turn before, where it keeps the history.</summary>
    private IReadOnlyList<ChatMessage> _openCalls = [];

    private TurnTelemetry? _telemetry;
    private byte[]? _inputHash;
    private TurnProviders? _providers;
    private TurnHistory _history;
    private TurnStart? _start;
    private TurnScope? _scope;
    private TurnJournal? _journal;
    private ChatOptions? _chatOptions;

    /// <summary>What is kept of the turn, once it is committed.</summary>
    private TurnRecord? _record;

    private bool _isBegun;
    private bool _isOver;

    /// <summary>Makes a turn that is to be run, or streamed and disposed.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="session">The session, if there is one.</param>
    /// <param name="messages">The caller's messages; <see langword="null"/> to run the session's last turn again.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public ChatTurn(ChatClientAgent agent, ChatClientAgentSession? session, IReadOnlyList<ChatMessage>? messages, AgentRunOptions? options, CancellationToken cancellationToken)
    {
        _agent = agent;
        _session = session;
        _context = new TurnContext(agent, session, messages ?? [], options);
        _repeatsLast = messages is null;
        _pass = new GatePass(_context, TurnKeys.Validate(options?.TurnKey), cancellationToken);
        _startedAt = agent.TimeProvider.GetUtcNow().UtcDateTime;
    }

    public string Id => _context.TurnId;

    /// <summary>The reply that an earlier turn with the same key has kept: there is nothing left to do.</summary>
    public AgentResponse? Recorded { get; private set; }

    private AgentRunOptions? Options => _context.Options;

    /// <summary>How the turn ended, once it has.</summary>
    private TurnStatus Status => Recorded is not null || _isOver ? TurnStatus.Completed
        : _context.Exception is OperationCanceledException or TurnSupersededException ? TurnStatus.Interrupted
        : TurnStatus.Failed;

    /// <summary>The tokens that the answer says it used; without one, those of the steps that the model finished.</summary>
    private UsageDetails? Usage => _context.Response is { } response ? response.Usage : _journal?.ToUsage();

    private string? Key => _pass.TurnKey;

    private InterruptedTurns Interrupted => Options?.InterruptedTurns ?? _agent.InterruptedTurns;

    /// <summary>Runs the turn to its end, and disposes it.</summary>
    /// <param name="attempt">The number of the attempt; from 2 on, because somebody else committed to the session before the turn could.</param>
    public async Task<AgentResponse> RunAsync(int attempt)
    {
        await using var closing = this.ConfigureAwait(false);
        try
        {
            await OpenAsync(attempt).ConfigureAwait(false);
            if (Recorded is not null)
            {
                return Recorded;
            }

            EnterFlow();
            var request = await PrepareAsync().ConfigureAwait(false);
            var response = await _agent.Pipeline.GetResponseAsync(request, _chatOptions, _pass.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The chat client {_agent.ChatClient.GetType()} returned null instead of a response.");
            return await CompleteAsync(response).ConfigureAwait(false);
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw _context.Exception!;
        }
    }

    /// <summary>
    /// Ends the turn. Where it did not complete, because a step failed or the reader of its stream left, what is to be kept of it
    /// is kept, and the providers are told. What fails here is logged: the turn's own error is what counts.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        if (_stream is { IsDisposed: false } || (_isBegun && !_isOver) || _providers is { IsOfOneTurn: true })
        {
            return EndAsync();
        }

        Leave();
        return default;
    }

    private async ValueTask EndAsync()
    {
        try
        {
            try
            {
                await DisposeStreamAsync().ConfigureAwait(false);
                if (_isBegun && !_isOver)
                {
                    await InterruptAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                await CloseProvidersAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        _scope?.End();
        _pass.Dispose();
        Report();
    }

    /// <summary>Makes the caller's flow part of the turn, until the caller's async method returns.</summary>
    private void EnterFlow()
    {
        _scope!.Enter();
        _telemetry?.Enter();
    }

    /// <summary>Remembers what the turn failed with.</summary>
    /// <returns>Whether the caller is to see another exception in its place.</returns>
    private bool FailsAsAnother(Exception exception)
    {
        _context.Exception = Translate(exception);
        return _context.Exception != exception;
    }

    /// <summary>The exception as the caller is to see it: that of its own token, or that of the run that took the turn's place.</summary>
    private Exception Translate(Exception exception)
    {
        if (exception is not OperationCanceledException cancelled || cancelled.CancellationToken != _pass.Token)
        {
            return exception is OperationCanceledException && _pass.IsSuperseded ? Superseded() : exception;
        }

        return _pass.IsSuperseded ? Superseded() : new OperationCanceledException(cancelled.Message, cancelled, _pass.CallersToken);
    }

    private TurnSupersededException Superseded() => new(_session!.Key, Id);

    /// <summary>Lets the providers prepare, and returns what the model is to be sent.</summary>
    private async ValueTask<IReadOnlyList<ChatMessage>> PrepareAsync()
    {
        _context.Begin(_chatOptions);
        foreach (var provider in _providers!.For(_session is not null, _history.IsService))
        {
            await AskAsync(provider).ConfigureAwait(false);
        }

        if (_history.IsService && _session is not null)
        {
            _openCalls = (await _session.Turns.FindAsync(_context.FollowedTurn, _pass.Token).ConfigureAwait(false))?.Messages ?? [];
        }

        SetChatOptions(_context.Instructions, _context.ToolsOrNull, _session is null ? _chatOptions?.ConversationId : _history.RequestId);
        var request = await ComposeAsync(_context.AddedMessages()).ConfigureAwait(false);
        for (var i = 0; i < request.Repairs.Count; i++)
        {
            _context.Note(new TurnIssue(TurnIssueKind.HistoryRepaired, request.Repairs[i]));
        }

        _telemetry?.SetRequest(request, _chatOptions);
        return request.Messages;
    }

    private void SetChatOptions(string? instructions, IList<AITool>? tools, string? conversationId)
    {
        if (_chatOptions is null && (instructions ?? conversationId ?? (object?)tools) is null)
        {
            return;
        }

        _chatOptions ??= new ChatOptions();
        _chatOptions.Instructions = instructions;
        _chatOptions.Tools = tools is not null && _journal is not null ? RecordingFunction.Wrap(tools, _journal) : tools;
        _chatOptions.ConversationId = conversationId;
    }

    private ValueTask<HistoryRequest> ComposeAsync(IReadOnlyList<ChatMessage> added) =>
        _history.IsService ? new(HistoryView.Continue(_openCalls, added))
        : _context.Log is { } log ? _agent.View.ComposeAsync(log, added, _pass.Token)
        : _agent.View.ComposeAsync(_context.History, added, _pass.Token);

    /// <summary>Lets the providers learn from the answer, and commits the turn.</summary>
    private async ValueTask<AgentResponse> CompleteAsync(ChatResponse chatResponse)
    {
        var response = new AgentResponse(chatResponse) { AgentId = _agent.Id, CompactTurnId = _context.CompactId };
        _context.Response = response;
        try
        {
            _pass.Token.ThrowIfCancellationRequested();
            await TellProvidersAsync(withHistory: false, _pass.Token).ConfigureAwait(false);
            if (!_pass.TryBeginCommit())
            {
                throw Superseded();
            }

            var reply = _inputHash is null ? null : TurnKeys.ToReply(response, _inputHash);
            if (_session is not null)
            {
                await CommitAsync(_session, TurnStatus.Completed, MessagesOf(response), reply, _pass.Token).ConfigureAwait(false);
            }
            else if (reply is not null)
            {
                _agent.Replies.Add(Key!, reply);
            }
        }
        catch (SessionException exception)
        {
            exception.Response = response;
            throw;
        }

        _isOver = true;
        await TellProvidersAsync(withHistory: true, _pass.Token).ConfigureAwait(false);
        return response;
    }

    /// <summary>Keeps what is to be kept of a turn that did not complete, and tells the providers. Nothing of it is cancelled.</summary>
    private async ValueTask InterruptAsync()
    {
        _context.Exception ??= new OperationCanceledException("The stream was left before it completed.");
        _context.Outputs = null;
        var keeps = Interrupted != InterruptedTurns.Discard && _session is not null && _context.Exception is not SessionConflictException;
        if (Interrupted != InterruptedTurns.KeepPartial)
        {
            // What was set goes the way of the turn, and so does what the providers set now: into a scope that nothing commits.
            _scope!.End();
            _scope = NewScope(journal: null);
        }

        EnterFlow();
        await TellProvidersAsync(withHistory: false, CancellationToken.None).ConfigureAwait(false);
        if (keeps)
        {
            await KeepAsync(_session!).ConfigureAwait(false);
        }

        await TellProvidersAsync(withHistory: true, CancellationToken.None).ConfigureAwait(false);
    }

    private ValueTask CloseProvidersAsync() => _providers is { IsOfOneTurn: true } ? CloseAsync(_providers) : default;

    private async ValueTask CloseAsync(TurnProviders providers)
    {
        try
        {
            await providers.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The turn has its outcome: neither its answer nor its error may be lost over this.
            _agent.Logger.ProvidersNotClosed(exception, Id, _agent.Id);
        }
    }

    private void Report()
    {
        var outcome = Recorded is null
            ? new TurnOutcome(_context.CompactId, Status, _record?.Number, _context.Response, Usage, _context.Exception, IsReplayed: false)
            : new TurnOutcome(Recorded.CompactTurnId!.Value, Status, Number: null, Recorded, Usage: null, Exception: null, IsReplayed: true);
        _telemetry?.Finish(outcome);
        _agent.Logger.TurnEnded(outcome, _agent.Id, _session?.Key);
    }
}
