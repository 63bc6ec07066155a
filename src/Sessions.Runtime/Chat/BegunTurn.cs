using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// A turn of a <see cref="ChatClientAgent"/> that has begun: the providers prepare it, the answer completes it, and what becomes of it
/// otherwise is settled when it is disposed.
/// </summary>
internal sealed partial class BegunTurn
{
    private readonly ChatRun _run;
    private readonly KeyedInput? _input;
    private readonly BranchPoint? _branch;
    private readonly ProviderCalls _calls;
    private readonly TurnHistory _history;
    private readonly ChatOptions? _chatOptions;
    private ChatTurnScope _scope = null!;
    private bool _isCompleted;

    /// <summary>What is kept of the turn, once it is committed.</summary>
    private TurnRecord? _record;

    private BegunTurn(ChatRun run, KeyedInput? input, BranchPoint? branch, TurnProviders providers)
    {
        _run = run;
        _input = input;
        _branch = branch;
        _chatOptions = TurnOptions.Merge(run.Agent.ChatOptions, run.Options);
        _history = TurnHistory.Of(run.Session, providers.Loading, run.Agent.View, _chatOptions?.ConversationId);
        if (run.Session is not null)
        {
            run.Session.SendsTurns = _history is SessionHistory;
        }

        _calls = new ProviderCalls(providers, _history, run.Context, run.Agent.Logger);
    }

    /// <summary>The stream of the answer, if it is streamed.</summary>
    public TurnStream? Stream { get; set; }

    private TurnContext Context => _run.Context;

    private TurnTranscript Transcript => new(Context, _run.Continued?.Answer, _run.Journal, Stream);

    /// <summary>Begins a turn.</summary>
    /// <param name="run">The run.</param>
    /// <param name="input">The input that the run's key stands for, if it has one.</param>
    /// <param name="branch">Where the turn branches off, if it does not follow the session's current one.</param>
    /// <param name="steps">The steps that the session's store has of the key.</param>
    public static async ValueTask<BegunTurn> BeginAsync(ChatRun run, KeyedInput? input, BranchPoint? branch, IReadOnlyList<StoredStep>? steps)
    {
        run.Context.FollowedTurn = branch?.Turn ?? run.Session?.CurrentTurn ?? 0;
        run.Journal = await OpenJournalAsync(run, input, steps).ConfigureAwait(false);
        try
        {
            var turn = new BegunTurn(run, input, branch, run.Agent.OpenProviders(run.Context));
            if (branch is { ReplacesAttempt: false })
            {
                turn._history.ThrowIfElsewhere();
            }

            turn._scope = turn.NewScope();
            return turn;
        }
        catch
        {
            await CloseAsync(run).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes the caller's flow part of the turn, until the caller's async method returns.</summary>
    public void EnterFlow()
    {
        _scope.Enter();
        _run.Telemetry?.Enter();
    }

    /// <summary>Lets the providers prepare, and returns what the model is to be sent; <see langword="null"/> where there is nothing to ask it.</summary>
    public async ValueTask<ModelRequest?> PrepareAsync()
    {
        Context.Begin(_chatOptions);
        await _calls.AskAsync(_run.Token).ConfigureAwait(false);

        // A turn that is gone on with, and whose input was not set apart, has them in its input.
        if (_run.Session is { } session && _run is not { Continued: not null, Journal: null } && await ApprovedCalls.ReadResultsAsync(session, Context, _run.Token).ConfigureAwait(false) is { } results)
        {
            Context.InputMessages = [results, .. Context.InputMessages];
        }

        var options = OptionsOf(Context.Instructions, Context.ToolsOrNull, _history.RequestId);
        var request = await _history.ComposeAsync(Context, _run.Token).ConfigureAwait(false);
        Context.Note(request.Repairs);
        if (request.Repairs.Count > 0 && !AnswersToCalls.Ask(request.Messages, Context.InputMessages))
        {
            return null;
        }

        Context.SetRequest(request);
        _background = BackgroundAnswer.Of(_run, _scope, options);
        _run.Telemetry?.SetRequest(request, options);
        IReadOnlyList<ChatMessage> messages = _run.Continued?.Answer is { } said ? [.. request.Messages, .. said.Messages] : request.Messages;
        _run.Journal?.BeginTurn(_scope, messages);
        _run.IsAsking = true;
        return new ModelRequest(messages, options);
    }

    /// <summary>Completes a turn that has nothing to ask the model. Nothing of it is kept, and the answer says why.</summary>
    public async ValueTask<AgentResponse> CompleteUnaskedAsync()
    {
        Context.Note(new TurnIssue(TurnIssueKind.ModelNotAsked, "The model was not asked, and nothing of the run is kept: all that the run was given answers calls that are closed. Say in a message of the user what came of them."));
        var response = new AgentResponse([]) { AgentId = _run.Agent.Id, CompactTurnId = Context.CompactId };
        Context.Response = response;
        _isCompleted = true;
        await _calls.TellContextAsync(_run.Token).ConfigureAwait(false);
        await _calls.TellRestAsync(_run.Token).ConfigureAwait(false);
        return response;
    }

    /// <summary>Lets the providers learn from the answer, and commits the turn, if the answer is whole.</summary>
    public async ValueTask<AgentResponse> CompleteAsync(ChatResponse chatResponse)
    {
        if (chatResponse.ContinuationToken is { } token)
        {
            return CompleteLater(chatResponse, token);
        }

        var response = new AgentResponse(chatResponse) { AgentId = _run.Agent.Id, CompactTurnId = Context.CompactId };
        Context.Response = response;
        _run.IsAsking = false;
        AnswerIssues.Note(_run, chatResponse);
        try
        {
            _run.Token.ThrowIfCancellationRequested();
            await _calls.TellContextAsync(_run.Token).ConfigureAwait(false);
            _run.Entry.BeginCommit();
            await KeepAsync(response).ConfigureAwait(false);
        }
        catch (SessionException exception)
        {
            exception.Response = response;
            throw;
        }

        _isCompleted = true;
        await _calls.TellRestAsync(_run.Token).ConfigureAwait(false);
        return response;
    }

    /// <summary>How the turn ended.</summary>
    public TurnOutcome ToOutcome() => TurnOutcome.Of(Context, _isCompleted, _run.Token.IsCancellationRequested, _record, Transcript.Usage);

    /// <summary>Ends the stream of the answer, if there is one.</summary>
    public async ValueTask DisposeStreamAsync()
    {
        try
        {
            if (Stream is not null)
            {
                await Stream.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // What was said has been said: neither the answer nor the error that the caller is to get may be lost over this.
            _run.Agent.Logger.StreamNotDisposed(exception, Context.TurnId, _run.Agent.Id);
        }
    }

    /// <summary>Ends the turn: where it did not complete, what is to be kept of it is kept, and the providers are told.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await DisposeStreamAsync().ConfigureAwait(false);
            if (!_isCompleted)
            {
                await InterruptAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await CloseAsync(_run).ConfigureAwait(false);
            _scope.End();
        }
    }

    private static async ValueTask<TurnJournal?> OpenJournalAsync(ChatRun run, KeyedInput? input, IReadOnlyList<StoredStep>? stored)
    {
        var approvals = run.Session is not null && ApprovedCalls.AreIn(run.Context.InputMessages)
            ? new ApprovedCalls(run.Session, run.Context.FollowedTurn!.Value, run.Context.InputMessages, run.Agent)
            : null;
        if (input is not null)
        {
            var steps = await TurnSteps.ReadAsync(run, input, stored).ConfigureAwait(false);
            return new TurnJournal(run.Context.InputMessages, steps, approvals);
        }

        return approvals is not null || (run.Session is not null && run.Interrupted != InterruptedTurns.Discard)
            ? new TurnJournal(run.Context.InputMessages, steps: null, approvals)
            : null;
    }

    private ChatTurnScope NewScope()
    {
        var scope = new ChatTurnScope(_run);
        if (_branch is not null)
        {
            _run.Session!.State.Begin(scope, _branch.State);
        }

        _run.Entry.Scope = scope;
        return scope;
    }

    private ChatOptions? OptionsOf(string? instructions, IList<AITool>? tools, string? conversationId)
    {
        if (_chatOptions is null && (instructions ?? conversationId ?? (object?)tools) is null)
        {
            return null;
        }

        var options = _chatOptions ?? new ChatOptions();
        options.Instructions = instructions;
        options.Tools = tools is null || !_run.Agent.Pipeline.IsGiven ? tools : TurnFunction.Wrap(tools);
        options.ConversationId = conversationId;
        options.ContinuationToken = _run.Continued is { } continued ? ResponseContinuationToken.FromBytes(continued.ClientToken) : null;
        return options;
    }

    /// <summary>Commits an answered turn to its session, or keeps its reply where there is none.</summary>
    private ValueTask KeepAsync(AgentResponse response)
    {
        if (_run.Session is not null)
        {
            return CommitAsync(_run.Session, TurnStatus.Completed, Transcript.Messages, response, _run.Token);
        }

        if (_input is not null)
        {
            var record = Context.ToRecord(TurnStatus.Completed, Transcript.Usage, inputCount: 0, _run.StartedAt, _run.Agent.TimeProvider.GetUtcNow());
            _run.Agent.Replies.Add(_input.Key, new SessionTurn(record with { Reply = _input.ToReply(response, [], record.Usage) }, []));
            _run.Steps.Forget(_input.Key.Value);
        }

        return default;
    }

    /// <summary>Keeps what is to be kept of a turn that did not complete, and tells the providers. Nothing of it is cancelled.</summary>
    private async ValueTask InterruptAsync()
    {
        Context.Exception ??= new StreamLeftException();
        Context.Outputs = null;
        _run.IsAsking = false;
        if (_run.Interrupted != InterruptedTurns.KeepPartial)
        {
            // What was set goes the way of the turn, and so does what the providers set now: into a scope that nothing commits.
            _scope.End();
            _scope = NewScope();
        }

        EnterFlow();
        if (_run.Journal is { } journal)
        {
            await journal.EndUncommittedAsync().ConfigureAwait(false);
        }

        await _calls.TellContextAsync(CancellationToken.None).ConfigureAwait(false);
        if (_run.Session is not null && _run.Interrupted != InterruptedTurns.Discard && Context.Exception is not SessionConflictException)
        {
            await KeepInterruptedAsync(_run.Session).ConfigureAwait(false);
        }

        await _calls.TellRestAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask KeepInterruptedAsync(ChatClientAgentSession session)
    {
        try
        {
            session.State.LeaveOutUnwritable(_scope);
            var outputs = _run.Interrupted == InterruptedTurns.KeepInput ? [] : Transcript.Messages;
            await CommitAsync(session, TurnOutcome.StatusOf(Context, isCompleted: false, _run.Token.IsCancellationRequested), outputs, answer: null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Context.Outputs = null;
            _run.Agent.Logger.InterruptedTurnNotKept(exception, Context.TurnId, _run.Agent.Id);
        }
    }

    /// <summary>Commits the turn: its history is saved where it is kept, then the session is committed as a whole.</summary>
    private async ValueTask CommitAsync(ChatClientAgentSession session, TurnStatus status, IReadOnlyList<ChatMessage> outputs, AgentResponse? answer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_run is { IsMovedOn: true, Continued: { } continued })
        {
            throw new SessionConflictException(session.Key, continued.Revision, session.Head.Revision);
        }

        var settled = _history.Settle(Transcript.ConversationId);
        if (settled.IgnoredId is { } ignoredId)
        {
            Ignore(session, ignoredId);
        }

        Context.Outputs = outputs;
        var kept = await settled.History.SaveAsync(Context, Transcript, cancellationToken).ConfigureAwait(false);
        Context.LeaveOutOthers(kept);
        var inputCount = settled.History.Owner == HistoryOwner.Service ? 0 : Math.Min(kept.Count, Context.InputMessages.Count);
        var record = Context.ToRecord(session.Head, status, Transcript.Usage, inputCount, _run.StartedAt, _run.Agent.TimeProvider.GetUtcNow());
        if (_input is not null && answer is not null)
        {
            record = record with { Reply = _input.ToReply(answer, MessageSpan.Of(kept)[inputCount..], record.Usage) };
        }

        var depth = (_branch?.TurnCount ?? session.Head.TurnCount) + 1;
        var head = session.Head.Following(record, depth, settled.History.Owner, settled.ServiceSessionId);
        await session.CommitAsync(head, new SessionTurn(record, kept), session.State.CaptureChanges(_scope), cancellationToken).ConfigureAwait(false);
        _record = record;
        if (_run.Agent.Cache is { } cache && session.ToCached() is { } known)
        {
            cache.Put(known);
        }

        if (record.Reply is not null)
        {
            _run.Steps.Forget(_input!.Key.Value);
        }
    }

    private void Ignore(ChatClientAgentSession session, string serviceSessionId)
    {
        _run.Agent.Logger.ServiceSessionIdIgnored(Context.TurnId, _run.Agent.Id);
        Context.Note(new TurnIssue(
            TurnIssueKind.ServiceSessionIdIgnored,
            $"The service's conversation id '{serviceSessionId}' was not adopted: the history of session '{session.Key}' is kept locally. To let the service keep it, begin a session with GetSessionAsync(serviceSessionId: …)."));
    }

    private static async ValueTask CloseAsync(ChatRun run)
    {
        try
        {
            await run.Context.CloseServicesAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The turn has its outcome: neither its answer nor its error may be lost over this.
            run.Agent.Logger.ProvidersNotClosed(exception, run.Context.TurnId, run.Agent.Id);
        }
    }
}
