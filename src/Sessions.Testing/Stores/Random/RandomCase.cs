namespace Sessions.Testing;

/// <summary>Random sequences of all operations, on a store and on a simple model of one: they must agree after each.</summary>
internal sealed partial class RandomCase
{
    private const int ShownOperations = 12;

    private readonly StoreScene _scene;
    private readonly RandomSteps _random;
    private readonly RandomModel _model;
    private readonly Queue<string> _operations = [];

    private RandomCase(StoreScene scene, int seed)
    {
        _scene = scene;
        _random = new RandomSteps(seed);
        _model = new RandomModel(scene);
    }

    public static StoreCase Of(int steps, int seed) =>
        new("Random: sequences of all operations agree with a simple model", scene => new RandomCase(scene, seed).RunAsync(steps, seed));

    private async Task RunAsync(int steps, int seed)
    {
        var step = 0;
        try
        {
            for (; step < steps; step++)
            {
                _scene.Token.ThrowIfCancellationRequested();
                await StepAsync();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !_scene.Token.IsCancellationRequested)
        {
            throw new ConformanceException($"Seed {seed}, step {step}: {exception.Message}{Environment.NewLine}The last operations: {string.Join(Environment.NewLine, _operations)}", exception);
        }
    }

    private Task StepAsync() => _random.Next(100) switch
    {
        < 40 => CommitAsync(),
        < 45 => CommitLateAsync(),
        < 52 => MoveAsync(),
        < 57 => ForkAsync(),
        < 62 => UpdateDetailsAsync(),
        < 70 => AppendStepAsync(),
        < 73 => DeleteAsync(),
        < 74 => DeleteSomeAsync(),
        < 79 => ListAsync(),
        < 81 => UsageAsync(),
        < 88 => OpenAsync(),
        < 93 => ReadAsync(),
        < 97 => LoadStateAsync(),
        _ => PassTimeAsync(),
    };

    private async Task CommitAsync()
    {
        var key = _random.Key();
        var session = _model.Find(key);
        var commit = ToCommit(key, session ?? (_random.Chance(50) ? _model.FindExpired(key) : null));
        Note($"commit {key} from revision {commit.ExpectedRevision}: turns {string.Join(", ", commit.Turns.Select(turn => $"{turn.Number} after {turn.ParentTurn} (key {turn.TurnKey}, state {Text(turn.State)})"))}, saved {Text(commit.State)}, expires {commit.ExpiresAt:O}");
        var result = await _scene.CommitAsync(commit);
        Check.Equal(CommitOutcome.Committed, result.Outcome, "CommitAsync");
        _model.Commit(commit);
        await _model.CheckAsync(key, _random.Chance(20));
    }

    private SessionCommit ToCommit(SessionKey key, ModelSession? session)
    {
        var now = _model.Now;
        var head = session?.Head ?? new SessionHead { Key = key, AgentId = $"agent {_random.Next(2)}", HistoryOwner = HistoryOwner.Local, Revision = 0, CreatedAt = _model.Tick(), UpdatedAt = now };
        var turns = ToTurns(key, session, head);
        var next = head with { Revision = head.Revision + 1, UpdatedAt = _model.Tick() };
        return new SessionCommit
        {
            ExpectedRevision = session?.Head.Revision,
            Head = turns.Count == 0 ? next : next with { CurrentTurn = turns[^1].Number, LastTurn = turns[^1].Number, TurnCount = turns[^1].Depth },
            Turns = turns,
            State = _random.Chance(25) ? _random.State() : [],
            Details = session is null && _random.Chance(50) ? _random.Details(expiresAt: null) : null,
            ExpiresAt = _scene.HasClock && (session?.IsExpired(now) == true || _random.Chance(10)) ? now + _random.Time() : null,
            Usage = new TokenUsage(_random.Next(10), _random.Next(10), _random.Next(30)),
        };
    }

    private List<StoredTurn> ToTurns(SessionKey key, ModelSession? session, SessionHead head)
    {
        var turns = new List<StoredTurn>();
        var parent = session is not null && _random.Chance(15) ? AnyTurn(session) : head.CurrentTurn;
        var depth = session?.ChainOf(parent).Count ?? 0;
        for (var left = _random.Chance(15) ? 0 : 1 + _random.Next(_random.Chance(10) ? 4 : 1); left > 0; left--)
        {
            var number = head.LastTurn + turns.Count + 1;
            turns.Add(_random.Turn(key, number, parent, ++depth));
            parent = number;
        }

        return turns;
    }

    private async Task CommitLateAsync()
    {
        var key = _random.Key();
        var session = _model.Find(key);
        var commit = ToCommit(key, session);
        var revision = session is null ? 1 + _random.Next(5) : _random.Chance(30) ? default(long?) : Math.Max(0, session.Head.Revision + (_random.Chance(50) ? 1 : -1));
        if (session is null && _model.FindExpired(key)?.Head.Revision == revision)
        {
            return;
        }

        Note($"commit {key} from revision {revision}, which it is not at");
        var result = await _scene.CommitAsync(new SessionCommit { ExpectedRevision = revision, Head = commit.Head with { Revision = (revision ?? 0) + 1 }, Turns = commit.Turns, State = commit.State });
        Check.Equal((CommitOutcome.Conflict, session?.Head), (result.Outcome, result.Winner), "CommitAsync from another revision: outcome, and the head that won");
        await _model.CheckAsync(key, wholly: true);
    }

    private async Task MoveAsync()
    {
        var key = _random.Key();
        var session = _model.Find(key);
        var turn = session is null ? 0 : AnyTurn(session);
        var revision = (session?.Head.Revision ?? 1) + (_random.Chance(10) ? 1 : 0);
        Note($"move {key} to turn {turn} from revision {revision}");
        var at = _model.Tick();
        var result = await _scene.MoveAsync(key, revision, turn, at);
        if (session?.Head.Revision != revision)
        {
            Check.Equal((CommitOutcome.Conflict, session?.Head), (result.Outcome, result.Winner), "MoveAsync from another revision: outcome, and the head that won");
            return;
        }

        session.Head = session.Head with { CurrentTurn = turn, TurnCount = session.ChainOf(turn).Count, Revision = revision + 1, UpdatedAt = at };
        Check.Equal((CommitOutcome.Committed, session.Head), (result.Outcome, result.Session?.Head), "MoveAsync: outcome and head");
        Check.Sequence(StoreData.Show(session.StateAt(turn)), StoreData.Show(result.Session!.State), "MoveAsync: state");
        await _model.CheckAsync(key, _random.Chance(20));
    }

    private async Task ForkAsync()
    {
        var from = _random.Key();
        var to = new SessionKey(from.Tenant, $"s{_random.Next(5)}");
        var (source, there) = (_model.Find(from), _model.Find(to));
        var fork = new SessionFork { Source = from, Key = to, AgentId = $"agent {_random.Next(2)}", CreatedAt = _model.Tick(), ThroughTurn = source is null || _random.Chance(40) ? null : AnyTurn(source) };
        Note($"fork {from} at turn {fork.ThroughTurn} to {to}");
        if (source is null || (fork.ThroughTurn is { } through && through != 0 && !source.ChainOf(source.Head.CurrentTurn).Contains(through)))
        {
            await Check.ThrowsAsync<ArgumentOutOfRangeException>(() => _scene.ForkAsync(fork), "ForkAsync of what is not there");
            return;
        }

        var result = await _scene.ForkAsync(fork);
        Check.Equal((there is null ? CommitOutcome.Committed : CommitOutcome.Conflict, there?.Head), (result.Outcome, result.Winner), "ForkAsync: outcome, and the head that won");
        if (there is null)
        {
            _model.Add(source.Fork(fork));
        }

        await _model.CheckAsync(to, wholly: true);
        await _model.CheckAsync(from, wholly: false);
    }

    private async Task UpdateDetailsAsync()
    {
        var key = _random.Key();
        var fields = (SessionDetailsFields)_random.Next(_scene.HasClock ? 16 : 8);
        var details = _random.Details(_scene.HasClock && _random.Chance(60) ? _model.Now + _random.Time() : null);
        Note($"details of {key}: {fields} of {StoreData.Show(details)}");
        var isThere = await _scene.UpdateDetailsAsync(key, fields, details);
        var session = _model.Find(key);
        Check.Equal(session is not null, isThere, "UpdateDetailsAsync: whether the session is there");
        if (session is not null)
        {
            session.Details = new SessionDetailsUpdate(fields, details).ApplyTo(session.Details);
        }

        await _model.CheckAsync(key, wholly: false);
    }

    private async Task AppendStepAsync()
    {
        var (key, turnKey) = (_random.Key(), _random.TurnKey());
        if (_model.FindExpired(key) is not null)
        {
            return;
        }

        var session = _model.Find(key);
        var createdAt = _random.Chance(50) ? null : _random.Chance(80) ? session?.Head.CreatedAt : StoreData.Time.AddDays(-1);
        var step = StoreData.Step(1 + _random.Next(4), $"{_random.Next(3)}", createdAt);
        Note($"step {StoreData.Show(step)} of key {turnKey} of {key}, created {createdAt:O}");
        var outcome = await _scene.AppendStepAsync(key, turnKey, step);
        Check.Equal(createdAt is not null && session?.Head.CreatedAt != createdAt ? StepOutcome.SessionGone : _model.Append(key, turnKey, step), outcome, "AppendStepAsync");
        await _model.CheckAsync(key, wholly: false);
    }

    private async Task DeleteAsync()
    {
        var key = _random.Key();
        Note($"delete {key}");
        Check.Equal(_model.Find(key) is not null, await _scene.DeleteAsync(key), "DeleteAsync: whether the session was there");
        _model.Remove(key);
        await _model.CheckAsync(key, wholly: true);
    }

    private async Task DeleteSomeAsync()
    {
        var query = _random.Query();
        if (query is { AgentId: null, Owner: null, Title: null, Metadata.IsEmpty: true })
        {
            query = SessionQuery.All(query.Tenant);
        }

        Note($"delete {query}");
        await PurgeAsync();
        var expected = _model.List(query);
        Check.Equal(expected.Count, await _scene.DeleteAsync(query), "DeleteSessionsAsync: how many");
        expected.ForEach(session => _model.Remove(session.Head.Key));
        if (query.IsAllOfTenant)
        {
            _model.RemoveSteps(query.Tenant);
        }

        await _model.CheckAsync(_random.Key(), wholly: true);
    }

    private async Task PassTimeAsync()
    {
        if (_scene.HasClock)
        {
            var time = _random.Time();
            Note($"{time} passes");
            _scene.Clock.Advance(time);
            if (_random.Chance(30))
            {
                await PurgeAsync();
            }
        }
    }

    // Where a server removes what is expired by itself, it may not have done so yet: what is purged in the model is deleted too.
    private async Task PurgeAsync()
    {
        await _scene.PurgeAsync(1000);
        foreach (var key in _model.Expired())
        {
            Check.Equal(false, await _scene.DeleteAsync(key), $"DeleteAsync of session '{key}', which is expired");
            _model.Remove(key);
        }
    }

    private long AnyTurn(ModelSession session) => _random.Chance(10) || session.Turns.Count == 0 ? 0 : _random.One([.. session.Turns.Keys]);

    private static string Text(IEnumerable<StateValue> state) => $"[{string.Join(", ", state.Select(StoreData.Show))}]";

    private void Note(string operation)
    {
        _operations.Enqueue(operation);
        if (_operations.Count > ShownOperations)
        {
            _operations.Dequeue();
        }
    }
}
