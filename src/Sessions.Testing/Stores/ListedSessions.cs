namespace Sessions.Testing;

/// <summary>Sessions to be listed.</summary>
internal static class ListedSessions
{
    public static IEnumerable<SessionOrder> Orders => [SessionOrder.UpdatedDescending, SessionOrder.Id];

    public static string IdOf(int number) => $"s-{number:D3}";

    /// <summary>Sessions of one turn, each committed later than the one before.</summary>
    public static async Task<List<SessionWriter>> CreateAsync(StoreScene scene, int count)
    {
        var sessions = new List<SessionWriter>();
        for (var number = 0; number < count; number++)
        {
            var session = scene.Session(IdOf(number));
            var commit = session.ToCommit([session.Next("1")]);
            await session.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = commit.Head with { UpdatedAt = StoreData.Time.AddMilliseconds(number) }, Turns = commit.Turns });
            sessions.Add(session);
        }

        return sessions;
    }
}
