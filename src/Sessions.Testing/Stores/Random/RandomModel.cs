namespace Sessions.Testing;

/// <summary>All sessions and steps as a store should have them, and whether it has.</summary>
internal sealed class RandomModel(StoreScene scene)
{
    private readonly Dictionary<SessionKey, ModelSession> _sessions = [];
    private readonly Dictionary<(SessionKey, string), SortedDictionary<int, StoredStep>> _steps = [];
    private DateTimeOffset _updatedAt = StoreData.Time;

    public DateTimeOffset Now => scene.HasClock ? scene.Clock.GetUtcNow() : StoreData.Time;

    /// <summary>The time of the next commit: no two have the same.</summary>
    public DateTimeOffset Tick() => _updatedAt = _updatedAt.AddTicks(1);

    public ModelSession? Find(SessionKey key) => _sessions.TryGetValue(key, out var session) && !session.IsExpired(Now) ? session : null;

    /// <summary>The session of a key that is expired, and not purged.</summary>
    public ModelSession? FindExpired(SessionKey key) => _sessions.TryGetValue(key, out var session) && session.IsExpired(Now) ? session : null;

    public List<SessionKey> Expired() => [.. _sessions.Where(session => session.Value.IsExpired(Now)).Select(session => session.Key)];

    public List<ModelSession> List(SessionQuery query) => [.. _sessions.Values.Where(session => Find(session.Head.Key) is not null && Fits(query, session))];

    public void Commit(SessionCommit commit)
    {
        var key = commit.Head.Key;
        if (commit.ExpectedRevision is null)
        {
            Add(new ModelSession { Head = commit.Head with { CurrentTurn = 0 }, Details = commit.Details ?? new SessionDetails() });
        }

        _sessions[key].Commit(commit);
        foreach (var turn in commit.Turns.Where(turn => turn.InputHash is not null))
        {
            _steps.Remove((key, turn.TurnKey!));
        }
    }

    public void Add(ModelSession session)
    {
        // Steps of the new session may be there already.
        var (key, expired) = (session.Head.Key, FindExpired(session.Head.Key));
        RemoveSteps((owner, step) => owner == key && step.SessionCreatedAt is { } createdAt && createdAt == expired?.Head.CreatedAt);
        _sessions[key] = session;
    }

    public void Remove(SessionKey key)
    {
        _sessions.Remove(key);
        RemoveSteps((owner, _) => owner == key);
    }

    public void RemoveSteps(string tenant) => RemoveSteps((owner, _) => owner.Tenant == tenant);

    public StepOutcome Append(SessionKey key, string turnKey, StoredStep step)
    {
        if (!_steps.TryGetValue((key, turnKey), out var steps))
        {
            _steps[(key, turnKey)] = steps = [];
        }

        return steps.TryAdd(step.Ordinal, step) || steps[step.Ordinal].Json.Span.SequenceEqual(step.Json.Span) ? StepOutcome.Appended : StepOutcome.OrdinalTaken;
    }

    /// <summary>Whether the store has the session as it should.</summary>
    /// <param name="key">The session.</param>
    /// <param name="wholly">Whether all turns, and the state as of each, are looked at.</param>
    public async Task CheckAsync(SessionKey key, bool wholly)
    {
        var (expected, stored) = (Find(key), await scene.LoadAsync(key));
        Check.Equal(expected?.Head, stored?.Head, $"LoadAsync of session '{key}': the head");
        Check.Sequence(StoreData.Show(expected?.StateAt(expected.Head.CurrentTurn) ?? []), StoreData.Show(stored?.State ?? []), $"LoadAsync of session '{key}': state");
        Check.Equal(StoreData.Show(expected?.Details), StoreData.Show(stored?.Details), $"LoadAsync of session '{key}': details");
        if (!wholly)
        {
            return;
        }

        var turns = await scene.ReadAllAsync(key, new TurnRange { ThroughTurn = long.MaxValue, AllBranches = true, WithState = true });
        Check.Sequence(expected?.Turns.Keys.Select(expected.Show) ?? [], turns.Select(Show), $"ReadTurnsAsync of session '{key}', all branches");
        foreach (var turn in expected?.Turns.Keys.Prepend(0).Where(turn => turn % 3 == expected.Turns.Count % 3) ?? [])
        {
            Check.Sequence(StoreData.Show(expected!.StateAt(turn)), StoreData.Show(await scene.LoadStateAsync(key, turn)), $"LoadStateAsync of session '{key}' as of turn {turn}");
        }
    }

    /// <summary>Whether the store opens the session as it should.</summary>
    public async Task CheckOpenedAsync(SessionKey key, SessionOpening opening)
    {
        var (session, opened) = (Find(key), await scene.OpenAsync(key, opening));
        Check.Equal(session?.Head.Revision, opened.Revision, "OpenAsync: the revision");
        var isKnown = session is not null && session.Head.Revision == opening.KnownRevision;
        Check.Equal(isKnown ? null : session?.Head, opened.Session?.Head, "OpenAsync: the head");
        Check.Equal(StoreData.Show(session?.Details), StoreData.Show(opened.Details), "OpenAsync: details");
        if (session is not null)
        {
            CheckNewest(session, opening, opened, isRead: !(isKnown && opening.KnowsTurns));
        }

        CheckKey(key, session, opening.TurnKey, opened);
    }

    private static void CheckNewest(ModelSession session, SessionOpening opening, OpenedSession opened, bool isRead)
    {
        Check.Equal(isRead, opened.NewestTurns is not null, "OpenAsync: whether the newest turns are read");
        if (opened.NewestTurns is not { } page)
        {
            return;
        }

        var chain = session.Range(new TurnRange { ThroughTurn = session.Head.CurrentTurn, NewestFirst = true });
        var length = session.PageLength(chain, opening.NewestTurns!);
        Check.Sequence(chain.Take(length).Select(number => StoreData.Show(session.Turns[number])), page.Turns.Select(StoreData.Show), "OpenAsync: newest turns");
        Check.Equal(length < chain.Count, page.HasMore, "OpenAsync: HasMore of the newest turns");
        Check.Equal(opening.WithFirstTurn && length < chain.Count ? chain[^1] : null, opened.FirstTurn?.Number, "OpenAsync: the first turn");
    }

    private void CheckKey(SessionKey key, ModelSession? session, string? turnKey, OpenedSession opened)
    {
        var answered = turnKey is not null && session?.Keys.TryGetValue(turnKey, out var number) == true ? session.Turns[number] : null;
        Check.Equal(answered is null ? "none" : StoreData.Show(answered), opened.KeyedTurn is null ? "none" : StoreData.Show(opened.KeyedTurn), "OpenAsync: the key's turn");
        if (answered is null && FindExpired(key) is null)
        {
            var steps = turnKey is not null && _steps.TryGetValue((key, turnKey), out var kept) ? kept.Values.Select(StoreData.Show) : [];
            Check.Sequence(steps, opened.Steps.Select(StoreData.Show), "OpenAsync: steps");
        }
    }

    /// <summary>What a list shows of a session.</summary>
    public static string Show(ModelSession session) => StoreData.Show(new SessionSummary
    {
        Key = session.Head.Key,
        AgentId = session.Head.AgentId,
        TurnCount = session.Head.TurnCount,
        CreatedAt = session.Head.CreatedAt,
        UpdatedAt = session.Head.UpdatedAt,
        Details = session.Details,
        Usage = session.Usage,
    });

    /// <summary>A turn as text, with its state.</summary>
    public static string Show(StoredTurn turn) => $"{StoreData.Show(turn)}, state {string.Join(", ", StoreData.Show(turn.State))}";

    // Written anew, rather than by SessionQuery.Fits, which a store may use.
    private static bool Fits(SessionQuery query, ModelSession session) => session.Head.Key.Tenant == query.Tenant
        && (query.AgentId is null || session.Head.AgentId == query.AgentId)
        && (query.Owner is null || session.Details.Owner == query.Owner)
        && (query.Title is null || session.Details.Title?.Contains(query.Title, StringComparison.OrdinalIgnoreCase) == true)
        && query.Metadata.All(pair => session.Details.Metadata.GetValueOrDefault(pair.Key) == pair.Value);

    private void RemoveSteps(Func<SessionKey, StoredStep, bool> isGone)
    {
        foreach (var ((owner, _), steps) in _steps)
        {
            foreach (var step in steps.Values.Where(step => isGone(owner, step)).ToList())
            {
                steps.Remove(step.Ordinal);
            }
        }
    }
}
