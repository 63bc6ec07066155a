namespace Sessions.Testing;

/// <summary>A case's store, and its operations as cases use them: with the case's token, and refused where a store says what it never may.</summary>
internal sealed class StoreScene(SessionStore store, SteppedClock? clock, Func<SessionStore, Task<SessionStore>>? reopen, CancellationToken token) : IAsyncDisposable
{
    // More than any case writes: a list that goes on has no end.
    private const int MostRead = 10_000;

    private readonly List<SessionStore> _opened = [store];

    public SessionStore Store => store;

    /// <summary>The store's clock, in cases that need one.</summary>
    public SteppedClock Clock => clock ?? throw new InvalidOperationException("The case needs a clock, and does not say so.");

    public bool HasClock => clock is not null;

    public CancellationToken Token => token;

    /// <summary>Writes the session of an id in the default tenant, which is not there yet.</summary>
    public SessionWriter Session(string id) => new(this, new SessionKey(id));

    /// <summary>Writes a session, which is not there yet.</summary>
    public SessionWriter Session(SessionKey key) => new(this, key);

    /// <summary>Opens the same sessions with another object, as another process does.</summary>
    public async Task<StoreScene> ReopenAsync()
    {
        var opened = await reopen!(store);
        _opened.Add(opened);
        return new StoreScene(opened, clock, reopen, token);
    }

    public async Task<CommitResult> CommitAsync(SessionCommit commit) =>
        Known(await store.CommitAsync(commit, token), "CommitAsync");

    public async Task<CommitResult> MoveAsync(SessionKey key, long expectedRevision, long turn, DateTimeOffset updatedAt) =>
        Known(await store.MoveAsync(key, expectedRevision, turn, updatedAt, token), "MoveAsync");

    public async Task<CommitResult> ForkAsync(SessionFork fork) =>
        Known(await store.ForkAsync(fork, token), "ForkAsync");

    public async Task<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening) =>
        await store.OpenAsync(key, opening, token);

    public async Task<StoredSession?> LoadAsync(SessionKey key) => await store.LoadAsync(key, token);

    /// <summary>Loads a session that must be there.</summary>
    public async Task<StoredSession> FindAsync(SessionKey key) => Check.NotNull(await LoadAsync(key), $"LoadAsync of session '{key}'");

    public async Task<IReadOnlyList<StateValue>> LoadStateAsync(SessionKey key, long turn) => await store.LoadStateAsync(key, turn, token);

    public async Task<TurnPage> ReadPageAsync(SessionKey key, TurnRange range) => await store.ReadTurnsAsync(key, range, token);

    /// <summary>All turns of the chain that ends with a turn, oldest first, with their state.</summary>
    public Task<List<StoredTurn>> ReadAsync(SessionKey key, long throughTurn) => ReadAllAsync(key, new TurnRange { ThroughTurn = throughTurn, WithState = true });

    /// <summary>All pages of a range.</summary>
    /// <param name="key">The session.</param>
    /// <param name="range">The range of the first page.</param>
    /// <param name="betweenPages">What happens between two pages.</param>
    public async Task<List<StoredTurn>> ReadAllAsync(SessionKey key, TurnRange range, Func<Task>? betweenPages = null)
    {
        var turns = new List<StoredTurn>();
        while (true)
        {
            var page = await ReadPageAsync(key, range);
            turns.AddRange(page.Turns);
            if (!page.HasMore)
            {
                return turns;
            }

            Check.That(turns.Count <= MostRead, "ReadTurnsAsync comes to an end, page by page");
            Check.That(page.Turns.Count > 0, "a page of ReadTurnsAsync with more to follow has one turn at least");
            var last = page.Turns[^1];
            range = !range.NewestFirst ? range with { AfterTurn = last.Number } : range with { ThroughTurn = range.AllBranches ? last.Number - 1 : last.ParentTurn };
            await (betweenPages?.Invoke() ?? Task.CompletedTask);
        }
    }

    public async Task<StepOutcome> AppendStepAsync(SessionKey key, string turnKey, StoredStep storedStep) =>
        await store.AppendStepAsync(key, turnKey, storedStep, token);

    /// <summary>The steps that are kept of a key, as text.</summary>
    public async Task<IEnumerable<string>> StepsAsync(SessionKey key, string turnKey) =>
        (await OpenAsync(key, new SessionOpening { TurnKey = turnKey })).Steps.Select(StoreData.Show);

    /// <summary>The turn that has answered a key.</summary>
    public async Task<StoredTurn?> KeyedAsync(SessionKey key, string turnKey) =>
        (await OpenAsync(key, new SessionOpening { TurnKey = turnKey })).KeyedTurn;

    public async Task<bool> UpdateDetailsAsync(SessionKey key, SessionDetailsFields fields, SessionDetails details) =>
        await store.UpdateDetailsAsync(key, new SessionDetailsUpdate(fields, details), token);

    public async Task<bool> DeleteAsync(SessionKey key) => await store.DeleteAsync(key, token);

    public async Task<long> DeleteAsync(SessionQuery query) => await store.DeleteSessionsAsync(query, token);

    public async Task<List<SessionSummary>> ListAsync(SessionQuery query)
    {
        var sessions = new List<SessionSummary>();
        await foreach (var session in store.ListAsync(query, token))
        {
            sessions.Add(session);
            Check.That(sessions.Count <= MostRead, "ListAsync comes to an end");
        }

        return sessions;
    }

    /// <summary>All pages of a list, as far as there are any.</summary>
    /// <param name="query">The query of the first page.</param>
    /// <param name="betweenPages">What happens after each page.</param>
    public async Task<List<IReadOnlyList<SessionSummary>>> ListPagesAsync(SessionQuery query, Func<IReadOnlyList<SessionSummary>, Task>? betweenPages = null)
    {
        var pages = new List<IReadOnlyList<SessionSummary>>();
        while (await store.ListPageAsync(query, token) is { Count: > 0 } page)
        {
            pages.Add(page);
            Check.That(pages.Count <= MostRead, "a list comes to an end, page by page");
            query = query with { Cursor = Check.NotNull(page[^1].Cursor, "ListPageAsync: the cursor of the last session") };
            await (betweenPages?.Invoke(page) ?? Task.CompletedTask);
        }

        return pages;
    }

    /// <summary>The ids of the sessions in a list, in its order.</summary>
    public async Task<IEnumerable<string>> IdsAsync(SessionQuery query) => (await ListAsync(query)).Select(session => session.Key.Id);

    public async Task<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query) => await store.ListPageAsync(query, token);

    public async Task<TokenUsage> UsageAsync(SessionQuery query) => await store.GetUsageAsync(query, token);

    public async Task<int> PurgeAsync(int maxCount, TimeSpan grace = default) => await store.PurgeAsync(maxCount, grace, token);

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
        {
            await opened.DisposeAsync();
        }
    }

    private static CommitResult Known(CommitResult result, string operation) => result.Outcome != CommitOutcome.Unknown
        ? result
        : throw new ConformanceException($"{operation}: expected an outcome, but the store does not know it: {result.Error?.Message}", result.Error!);
}
