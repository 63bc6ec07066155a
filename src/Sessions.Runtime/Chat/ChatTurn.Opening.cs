namespace Sessions.Agents;

// How a turn begins: behind those before it, with a reply that is recorded, or from where it goes on.
internal sealed partial class ChatTurn
{
    /// <summary>
    /// Waits for the session's turns before this one, takes over what others have committed, and finds the reply that is recorded, or
    /// what the turn goes on from.
    /// </summary>
    private async ValueTask OpenAsync(int attempt)
    {
        _telemetry = TurnTelemetry.Start(_agent, _context);
        await EnterAsync().ConfigureAwait(false);
        if (_session is not null)
        {
            await _session.RefreshAsync(_pass.Token).ConfigureAwait(false);
        }

        if (_repeatsLast)
        {
            _start = await FindStartAsync().ConfigureAwait(false);
            _context.InputMessages = _start!.Input;
        }

        if (Key is not null)
        {
            _inputHash = TurnKeys.Hash(_context.InputMessages);
            if (await FindReplyAsync(Key).ConfigureAwait(false) is { } reply)
            {
                Recorded = TurnKeys.ToResponse(reply, Key, _inputHash, _agent.Id);
                return;
            }
        }

        // After the reply: a turn that was replaced is not there to be replaced again, and the run that did so has its answer.
        _start ??= await FindStartAsync().ConfigureAwait(false);
        _context.FollowedTurn = _start?.Turn ?? _session?.Head.CurrentTurn ?? 0;
        _journal = await OpenJournalAsync(attempt).ConfigureAwait(false);
        _scope = NewScope(_journal);
        _providers = await _agent.OpenProvidersAsync().ConfigureAwait(false);
        _chatOptions = TurnOptions.Merge(_agent.ChatOptions, Options);
        _history = new TurnHistory(_session, _chatOptions?.ConversationId, isLoaded: _providers.Loading is not null);
        if (_start is not null)
        {
            TurnHistory.ThrowIfElsewhere(_session!.Head, _providers.Loading);
        }

        _isBegun = true;
        _agent.Logger.TurnOpened(_context.CompactId, _agent.Id, _session?.Key, attempt);
    }

    private ValueTask EnterAsync() => (_session, Key) switch
    {
        ({ } session, _) => session.EnterAsync(_pass, Options?.ConcurrentTurns ?? _agent.ConcurrentTurns),
        (_, { } turnKey) => _agent.EnterKeyAsync(turnKey, _pass),
        _ => default,
    };

    /// <summary>Finds the earlier turn that this one follows; <see langword="null"/> where it follows the session's current one.</summary>
    private ValueTask<TurnStart?> FindStartAsync() => (_session, Options?.ReplacesTurn) switch
    {
        (null, not null) => throw new InvalidOperationException($"The run has no session, so there is no turn {Options.ReplacesTurn} for it to replace. Give it the session."),
        (null, _) => default,
        ({ } session, { } replaced) => TurnStart.BeforeAsync(session, replaced, _pass.Token),
        ({ } session, _) when _repeatsLast => TurnStart.BeforeLastAsync(session, _pass.Token),
        ({ } session, _) when Key is not null => TurnStart.OfKeyAsync(session, Key, _pass.Token),
        _ => default,
    };

    private TurnScope NewScope(TurnJournal? journal)
    {
        var scope = new TurnScope(_session?.State, _pass.Gate) { Journal = journal };
        if (_start is not null)
        {
            _session!.State.Begin(scope, _start.State);
        }

        return scope;
    }

    private ValueTask<StoredReply?> FindReplyAsync(string turnKey) =>
        _session is null ? new(_agent.Replies.Find(turnKey)) : _session.Turns.FindReplyAsync(turnKey, _pass.Token);

    private ValueTask<TurnJournal?> OpenJournalAsync(int attempt)
    {
        if (Key is not null && _session?.Store is { } store)
        {
            return ReadJournalAsync(store, Key, attempt);
        }

        return new(_session is not null && Interrupted != InterruptedTurns.Discard ? new TurnJournal(_context.InputMessages) : null);
    }

    private async ValueTask<TurnJournal?> ReadJournalAsync(SessionStore store, string turnKey, int attempt)
    {
        var steps = await TurnSteps.ReadAsync(store, _session!.Key, turnKey, _inputHash!, repeatsAnswers: attempt == 1, _agent.Logger, _pass.Token).ConfigureAwait(false);
        return new TurnJournal(_context.InputMessages, steps);
    }
}
