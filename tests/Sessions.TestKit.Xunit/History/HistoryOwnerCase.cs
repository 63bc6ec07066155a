namespace Sessions.TestKit;

/// <summary>The first turn of a session, as far as it decides who keeps the history.</summary>
/// <param name="Providers">The agent's history providers, as the guide's table names them.</param>
/// <param name="Given">Whether a service's id was given with the session.</param>
/// <param name="Asked">Whether the run's options ask for one.</param>
/// <param name="Returned">Whether the service's responses carry one.</param>
public sealed record HistoryOwnerCase(string Providers, bool Given, bool Asked, bool Returned)
{
    private static readonly bool[] NoAndYes = [false, true];

    /// <summary>Every case there is, with a store and without.</summary>
    public static IReadOnlyList<HistoryOwnerCase> All { get; } =
    [
        .. from providers in new[] { "none", "loading", "audit", "loading and audit" }
           from given in NoAndYes
           from asked in NoAndYes
           from returned in NoAndYes
           select new HistoryOwnerCase(providers, given, asked, returned),
    ];

    public bool Loads => Providers.Contains("loading", StringComparison.Ordinal);

    public bool Audits => Providers.Contains("audit", StringComparison.Ordinal);

    /// <summary>Whether a row of the guide's table is about this case, of an agent with or without a store.</summary>
    public bool IsIn(IReadOnlyDictionary<string, string> row, bool hasStore) =>
        Covers(row["history providers"], Providers)
        && Covers(row["store"], hasStore)
        && Covers(row["given"], Given)
        && Covers(row["asked for"], Asked)
        && Covers(row["returned"], Returned);

    private static bool Covers(string cell, bool value) => Covers(cell, value ? "yes" : "no");

    private static bool Covers(string cell, string value) => cell == "any" || cell.Split(", ").Contains(value, StringComparer.Ordinal);
}
