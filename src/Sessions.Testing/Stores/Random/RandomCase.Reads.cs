namespace Sessions.Testing;

internal sealed partial class RandomCase
{
    private async Task ListAsync()
    {
        var (query, count) = (_random.Query(), 1 + _random.Next(4));
        Note($"list {query}, {count} a page");
        var listed = (await _scene.ListPagesAsync(query with { MaxCount = count })).SelectMany(page => page).ToList();
        var expected = _model.List(query);
        Check.Set(expected.Select(RandomModel.Show), listed.Select(StoreData.Show), "ListPageAsync, all pages");
        if (query.Order == SessionOrder.UpdatedDescending)
        {
            Check.Sequence(expected.OrderByDescending(session => session.Head.UpdatedAt).Select(RandomModel.Show), listed.Select(StoreData.Show), "ListPageAsync, all pages, newest first");
        }
    }

    private async Task UsageAsync()
    {
        var query = _random.Query();
        Note($"usage of {query}");
        Check.Equal(_model.List(query).Aggregate(default(TokenUsage), (sum, session) => sum + session.Usage), await _scene.UsageAsync(query), "GetUsageAsync");
    }

    private Task OpenAsync()
    {
        var key = _random.Key();
        var session = _model.Find(key);
        var opening = new SessionOpening
        {
            KnownRevision = session is null || _random.Chance(40) ? null : Math.Max(0, session.Head.Revision - _random.Next(2)),
            KnowsTurns = _random.Chance(50),
            NewestTurns = _random.Limits(),
            WithFirstTurn = _random.Chance(50),
            TurnKey = _random.Chance(50) ? _random.TurnKey() : null,
        };
        Note($"open {key}: {opening}");
        return _model.CheckOpenedAsync(key, opening);
    }

    private async Task ReadAsync()
    {
        var key = _random.Key();
        var session = _model.Find(key);
        var allBranches = _random.Chance(40);
        var range = new TurnRange
        {
            ThroughTurn = session is null ? 5 : AnyTurn(session) + (allBranches ? _random.Next(3) : 0),
            AfterTurn = _random.Chance(50) ? 0 : _random.Next(8),
            AllBranches = allBranches,
            NewestFirst = _random.Chance(50),
            WithState = true,
            Limits = _random.Limits(),
        };
        Note($"read {key}: {range}");
        var page = await _scene.ReadPageAsync(key, range);
        var all = session?.Range(range) ?? [];
        var length = session?.PageLength(all, range.Limits) ?? 0;
        Check.Sequence(all.Take(length).Select(number => session!.Show(number)), page.Turns.Select(RandomModel.Show), "ReadTurnsAsync");
        Check.Equal(length < all.Count, page.HasMore, "ReadTurnsAsync: HasMore");
    }

    private async Task LoadStateAsync()
    {
        var key = _random.Key();
        var session = _model.Find(key);
        var turn = session is null ? 1 : AnyTurn(session);
        Note($"state of {key} as of turn {turn}");
        Check.Sequence(StoreData.Show(session?.StateAt(turn) ?? []), StoreData.Show(await _scene.LoadStateAsync(key, turn)), "LoadStateAsync");
    }
}
