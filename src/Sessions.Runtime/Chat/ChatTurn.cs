using Microsoft.Extensions.AI;
using Sessions.Storage;

namespace Sessions.Agents;

/// <summary>
/// One turn of a <see cref="ChatClientAgent"/>, streamed or not, from its place in the queue to its report. It finds the reply that
/// is recorded, or begins. Whatever happens, the session is left as it was before the turn, as it is after it, or with the part of it
/// that <see cref="InterruptedTurns"/> says.
/// </summary>
internal sealed class ChatTurn : IAsyncDisposable
{
    private readonly ChatRun _run;
    private readonly bool _repeatsLast;

    /// <summary>The reply that an earlier turn with the same key has kept, once it is found: there is nothing left to do.</summary>
    private AgentResponse? _recorded;

    /// <summary>The turn, once it has begun.</summary>
    private BegunTurn? _begun;

    private ChatTurn(ChatRun run, bool repeatsLast)
    {
        _run = run;
        _repeatsLast = repeatsLast;
    }

    public string Id => Context.TurnId;

    private TurnContext Context => _run.Context;

    /// <summary>Runs a turn to its end.</summary>
    /// <inheritdoc cref="EnterAsync"/>
    public static async Task<AgentResponse> RunAsync(ChatClientAgent agent, ChatClientAgentSession? session, IReadOnlyList<ChatMessage>? messages, AgentRunOptions? options, int attempt, CancellationToken cancellationToken)
    {
        var turn = await EnterAsync(agent, session, messages, options, attempt, cancellationToken).ConfigureAwait(false);
        await using var closing = turn.ConfigureAwait(false);
        try
        {
            if (await turn.BeginAsync().ConfigureAwait(false) is not { } begun)
            {
                return turn._recorded!;
            }

            begun.EnterFlow();
            if (turn._run.Continued is { Answer: { } said } continued)
            {
                turn._run.Continued = continued with { Answer = PartialAnswers.LeaveOut(said) };
            }

            if (await begun.PrepareAsync().ConfigureAwait(false) is not { } request)
            {
                return await begun.CompleteUnaskedAsync().ConfigureAwait(false);
            }

            var response = await agent.Pipeline.For(request.Options).GetResponseAsync(request.Messages, request.Options, turn._run.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The chat client {agent.ChatClient.GetType()} returned null instead of a response.");
            return await begun.CompleteAsync(turn._run.Continued?.Answer is { } earlier ? PartialAnswers.Join(earlier, response) : response).ConfigureAwait(false);
        }
        catch (Exception exception) when (turn.FailsAsAnother(exception))
        {
            throw turn.Context.Exception!;
        }
    }

    /// <summary>Waits for the session's turns before this one.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="session">The session, if there is one.</param>
    /// <param name="messages">The caller's messages; <see langword="null"/> to run the session's last turn again.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="attempt">The number of the attempt; from 2 on, because somebody else committed to the session before the turn could.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public static async ValueTask<ChatTurn> EnterAsync(ChatClientAgent agent, ChatClientAgentSession? session, IReadOnlyList<ChatMessage>? messages, AgentRunOptions? options, int attempt, CancellationToken cancellationToken)
    {
        var startedAt = agent.TimeProvider.GetUtcNow().UtcDateTime;
        var turnKey = TurnKey.From(options?.TurnKey);
        var continued = TurnContinuationToken.FindTurn(options, agent, session);
        var context = continued is null
            ? new TurnContext(agent, session, messages ?? [], options) { IsRunByAgent = true }
            : new TurnContext(agent, session, continued.Input, options) { IsRunByAgent = true, CompactId = continued.TurnId };
        var telemetry = TurnTelemetry.Start(agent, context);
        try
        {
            TurnQueueName? queue = session?.QueueName ?? (turnKey is { } key ? TurnQueueName.Of(agent, key) : null);
            var mode = session is null ? ConcurrentTurns.Queue : options?.ConcurrentTurns ?? agent.ConcurrentTurns;
            var entry = await TurnQueueEntry.EnterAsync(queue, mode, context.CompactId, turnKey, agent.QueuePatience, cancellationToken).ConfigureAwait(false);

            // The answer that is under way was to a history that another process has changed: the next attempt asks anew.
            var run = new ChatRun(context, entry, turnKey.GetValueOrDefault(), telemetry, startedAt, attempt) { Continued = attempt == 1 ? continued : null };
            return new ChatTurn(run, repeatsLast: messages is null && continued is null);
        }
        catch (Exception exception)
        {
            context.Exception = exception;
            Report(agent, context, telemetry, TurnOutcome.Of(context, isCompleted: false, cancellationToken.IsCancellationRequested, record: null, usage: null));
            throw;
        }
    }

    /// <summary>Begins a turn whose answer is streamed, unless the model need not be asked.</summary>
    /// <returns>
    /// The reply that is recorded, or the answer that says why there is nothing to ask; otherwise <see langword="null"/>, and the pieces are
    /// read with <see cref="MoveNextAsync"/>.
    /// </returns>
    public async ValueTask<AgentResponse?> BeginStreamAsync()
    {
        try
        {
            if (await BeginAsync().ConfigureAwait(false) is not { } begun)
            {
                return _recorded;
            }

            begun.EnterFlow();
            if (await begun.PrepareAsync().ConfigureAwait(false) is not { } request)
            {
                return await begun.CompleteUnaskedAsync().ConfigureAwait(false);
            }

            begun.Stream = new TurnStream(_run.Agent.Pipeline.For(request.Options).GetStreamingResponseAsync(request.Messages, request.Options, _run.Token).GetAsyncEnumerator(_run.Token), _run.Continued?.Answer);
            return null;
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw Context.Exception!;
        }
    }

    /// <summary>
    /// Waits for the next piece of the stream. Makes the caller's flow part of the turn, until the caller's async method returns or yields.
    /// </summary>
    /// <returns>Whether there is one, to be taken.</returns>
    public ValueTask<bool> MoveNextAsync()
    {
        var stream = _begun!.Stream!;
        stream.Enter();
        try
        {
            // Most pieces are at hand, and a stream has very many: a state machine for each would be most of its cost.
            var moving = stream.MoveNextAsync();
            return moving.IsCompletedSuccessfully ? new(moving.Result) : AwaitAsync(moving);
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw Context.Exception!;
        }
    }

    /// <summary>Takes the piece that the stream stands at.</summary>
    public AgentResponseUpdate Take()
    {
        try
        {
            return _begun!.ToAgentUpdate(_begun.Stream!.Take());
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw Context.Exception!;
        }
    }

    /// <summary>Completes a turn whose stream has come to its end.</summary>
    public async ValueTask<AgentResponse> CompleteStreamAsync()
    {
        var begun = _begun!;
        await begun.DisposeStreamAsync().ConfigureAwait(false);
        begun.EnterFlow();
        try
        {
            return await begun.CompleteAsync(begun.Stream!.ToResponse()).ConfigureAwait(false);
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw Context.Exception!;
        }
    }

    /// <summary>
    /// Ends the turn. Where it did not complete, because a step failed or the reader of its stream left, what is to be kept of it
    /// is kept, and the providers are told. What fails here is logged: the turn's own error is what counts.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_begun is not null)
            {
                await _begun.DisposeAsync().ConfigureAwait(false);
            }

            await EndLeaseAsync().ConfigureAwait(false);
        }
        finally
        {
            _run.Entry.Dispose();
            Report(_run.Agent, Context, _run.Telemetry, _recorded is not null ? TurnOutcome.OfReplay(_recorded)
                : _begun?.ToOutcome() ?? TurnOutcome.Of(Context, isCompleted: false, _run.Token.IsCancellationRequested, record: null, usage: null));
        }
    }

    /// <summary>Takes over what others have committed, and begins the turn, unless an earlier one with the same key has kept a reply.</summary>
    private async ValueTask<BegunTurn?> BeginAsync()
    {
        _run.Telemetry?.Enter();
        OpenedSession? opened = null;
        if (_run.Session is not null)
        {
            _run.Session.Lease = _run.Agent.NewLease(_run.Session, _run.Options);
            opened = await _run.Session.OpenAsync(_run.Session.SendsTurns ? _run.Agent.View : null, _run.TurnKey?.Value, _run.Token).ConfigureAwait(false);
            _run.Session.State.ThrowIfUnwritable();
        }

        if (_run is { Continued: { } continued, Session: { } session } && await FindCommittedAsync(session, continued).ConfigureAwait(false) is { } committed)
        {
            _recorded = committed;
            return null;
        }

        BranchPoint? branch = null;
        if (_repeatsLast)
        {
            branch = await FindBranchPointAsync().ConfigureAwait(false);
            Context.InputMessages = branch!.Input;
        }

        var input = _run.TurnKey is { } key ? new KeyedInput(key, Context.InputMessages) : null;
        if (input is not null && await FindAnsweredAsync(input.Key, opened).ConfigureAwait(false) is { } answered)
        {
            _recorded = input.ToResponse(answered, _run.Agent.Id);
            return null;
        }

        // After the reply: a turn that was replaced is not there to be replaced again, and the run that did so has its answer.
        branch ??= await FindBranchPointAsync().ConfigureAwait(false);
        _begun = await BegunTurn.BeginAsync(_run, input, branch, opened?.Steps).ConfigureAwait(false);
        _run.Agent.Logger.TurnOpened(Context.CompactId, _run.Agent.Id, _run.Session?.Key, _run.Attempt);
        return _begun;
    }

    private async ValueTask EndLeaseAsync()
    {
        try
        {
            if (_run.Session is not null)
            {
                await _run.Session.EndLeaseAsync(isReachable: Context.Exception is not SessionStoreException).ConfigureAwait(false);
            }
        }
        catch (SessionException exception)
        {
            // The turn has its outcome, and the lease ends by itself.
            _run.Agent.Logger.LeaseNotReleased(exception, Context.TurnId, _run.Agent.Id);
        }
    }

    /// <summary>Sees what has become of the session since the turn was begun that this run goes on with.</summary>
    /// <returns>The answer, if an earlier run has committed the turn.</returns>
    private async ValueTask<AgentResponse?> FindCommittedAsync(ChatClientAgentSession session, SuspendedTurn continued)
    {
        if (session.Head.Revision == continued.Revision)
        {
            return null;
        }

        var current = await session.Turns.FindAsync(session.Head.CurrentTurn, _run.Token).ConfigureAwait(false);
        var isOwn = current?.Record.CompactId == continued.TurnId;
        if (isOwn && current!.Record is { Status: TurnStatus.Completed, InputCount: > 0 } record)
        {
            return new AgentResponse([.. current.Messages.Skip(record.InputCount)]) { AgentId = _run.Agent.Id, CompactTurnId = record.CompactId, ResponseId = record.ResponseId, Usage = record.Usage };
        }

        // What an interrupted run of the turn itself has left is replaced by the turn.
        _run.IsMovedOn = !isOwn || session.Head.Revision != continued.Revision + 1;
        return null;
    }

    /// <summary>Finds the turn that has answered a key.</summary>
    private ValueTask<SessionTurn?> FindAnsweredAsync(TurnKey key, OpenedSession? opened) => _run.Session switch
    {
        null => new(_run.Agent.Replies.Find(key)),
        var session when opened is null || session.IsUnstored => session.Turns.FindKeyedAsync(key.Value, _run.Token),
        var session when opened.KeyedTurn is { } answered => new(StoredTurnJson.Read(session.Key, answered)),
        _ => default,
    };

    /// <summary>Finds the earlier turn that this one follows; <see langword="null"/> where it follows the session's current one.</summary>
    private async ValueTask<BranchPoint?> FindBranchPointAsync() => (_run.Session, _run.Options?.ReplacesTurn) switch
    {
        ({ } session, _) when _run.Continued is { } continued => _run.IsMovedOn ? null : await BranchPoint.OfAsync(session, continued, _run.Token).ConfigureAwait(false),
        (null, { } replaced) => throw new InvalidOperationException($"The run has no session, so there is no turn {replaced} for it to replace. Give it the session."),
        (null, _) => null,
        ({ } session, { } replaced) => await BranchPoint.BeforeAsync(session, replaced, _run.Token).ConfigureAwait(false),
        ({ } session, _) when _repeatsLast => await BranchPoint.BeforeLastAsync(session, _run.Token).ConfigureAwait(false),
        ({ } session, _) when _run.TurnKey is { } key => await BranchPoint.OfKeyAsync(session, key, _run.Token).ConfigureAwait(false),
        _ => null,
    };

    private async ValueTask<bool> AwaitAsync(ValueTask<bool> moving)
    {
        try
        {
            return await moving.ConfigureAwait(false);
        }
        catch (Exception exception) when (FailsAsAnother(exception))
        {
            throw Context.Exception!;
        }
    }

    /// <summary>Remembers what the turn failed with.</summary>
    /// <returns>Whether the caller is to see another exception in its place.</returns>
    private bool FailsAsAnother(Exception exception)
    {
        Context.Exception = _run.Entry.Translate(exception);
        return Context.Exception != exception;
    }

    private static void Report(ChatClientAgent agent, TurnContext context, TurnTelemetry? telemetry, TurnOutcome outcome)
    {
        telemetry?.Finish(outcome);
        agent.Logger.TurnEnded(outcome, agent.Id, context.Session?.Key);
    }
}
