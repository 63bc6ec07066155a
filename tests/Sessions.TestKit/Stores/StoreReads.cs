namespace Sessions.TestKit;

/// <summary>Reads of a store that tests need more often than agents do.</summary>
public static class StoreReads
{
    /// <summary>The steps that are kept of a key.</summary>
    public static async Task<IReadOnlyList<StoredStep>> ReadStepsAsync(this SessionStore store, SessionKey key, string turnKey) =>
        (await store.OpenAsync(key, new SessionOpening { TurnKey = turnKey })).Steps;

    /// <summary>All turns of the chain that ends with a turn, oldest first, with what was written of state at each.</summary>
    public static Task<List<StoredTurn>> ReadChainAsync(this SessionStore store, SessionKey key, long throughTurn) =>
        store.ReadAllAsync(key, new TurnRange { ThroughTurn = throughTurn, WithState = true });

    /// <summary>All pages of a range.</summary>
    public static async Task<List<StoredTurn>> ReadAllAsync(this SessionStore store, SessionKey key, TurnRange range)
    {
        var turns = new List<StoredTurn>();
        TurnPage page;
        do
        {
            page = await store.ReadTurnsAsync(key, range);
            turns.AddRange(page.Turns);
            if (page.HasMore)
            {
                var last = page.Turns[^1];
                range = !range.NewestFirst ? range with { AfterTurn = last.Number } : range with { ThroughTurn = range.AllBranches ? last.Number - 1 : last.ParentTurn };
            }
        }
        while (page.HasMore);
        return turns;
    }
}
