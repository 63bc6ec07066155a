namespace Sessions.Testing;

/// <summary>Steps of turns that are under way: kept until their key is answered or their session is gone.</summary>
internal static class StepCases
{
    public static readonly StoreCase[] All =
    [
        new("Steps: they come back by their ordinals, byte for byte", OrderAsync),
        new("Steps: they belong to one key of one session of one tenant", KeysAsync),
        new("Steps: the commit that answers their key removes them", AnsweredAsync),
        new("Steps: a turn that has not answered their key leaves them", UnansweredAsync),
        new("Steps: a commit that is a conflict leaves them", ConflictAsync),
        new("Steps: the same step twice is kept once", TwiceAsync),
        new("Steps: an ordinal that is taken is not written over", TakenAsync),
        new("Steps: a session that is gone takes no steps", GoneAsync),
        new("Steps: a session that was made anew takes no steps of the one before", MadeAnewAsync),
        new("Steps: deleting a session removes them", DeletedAsync),
        new("Steps: deleting a session that never had a commit removes them", DeletedBeforeCommitAsync),
        new("Steps: those that are appended at the same time are all kept", ConcurrentAsync),
        new("Steps: of many that want one ordinal one gets it", RaceAsync),
        new("Steps: those of a key go when the last of them is old", ExpiryAsync, NeedsClock: true),
        new("Steps: large ones come back", LargeAsync),
    ];

    private static readonly SessionKey S = new("s");

    private static async Task OrderAsync(StoreScene scene)
    {
        foreach (var (ordinal, json) in new[] { (1, "{\"a\":1}"), (3, " [3] "), (2, "\"é 漢 😀 \\ud83d'\""), (10, "null") })
        {
            Check.Equal(StepOutcome.Appended, await scene.AppendStepAsync(S, "k", StoreData.Step(ordinal, json)), "AppendStepAsync");
        }

        Check.Sequence(["1: {\"a\":1}", "2: \"é 漢 😀 \\ud83d'\"", "3:  [3] ", "10: null"], await scene.StepsAsync(S, "k"), "OpenAsync with a key: steps");
        Check.Equal(null, await scene.LoadAsync(S), "LoadAsync of a session that has steps and no commit");
    }

    private static async Task KeysAsync(StoreScene scene)
    {
        await scene.AppendStepAsync(S, "k", StoreData.Step(1, "1"));
        await scene.AppendStepAsync(S, "K", StoreData.Step(1, "2"));
        await scene.AppendStepAsync(new SessionKey("t"), "k", StoreData.Step(1, "3"));
        await scene.AppendStepAsync(new SessionKey("tenant", "s"), "k", StoreData.Step(1, "4"));

        Check.Sequence(["1: 1"], await scene.StepsAsync(S, "k"), "OpenAsync: steps of the key 'k'");
        Check.Sequence(["1: 2"], await scene.StepsAsync(S, "K"), "OpenAsync: steps of the key 'K'");
        Check.Sequence(["1: 3"], await scene.StepsAsync(new SessionKey("t"), "k"), "OpenAsync: steps of another session");
        Check.Sequence(["1: 4"], await scene.StepsAsync(new SessionKey("tenant", "s"), "k"), "OpenAsync: steps of another tenant's session");
        Check.Equal(0, (await scene.OpenAsync(S, SessionOpening.Head)).Steps.Count, "OpenAsync without a key: steps");
    }

    private static async Task AnsweredAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        foreach (var (key, turnKey) in new[] { (S, "k"), (S, "other"), (new SessionKey("t"), "k"), (new SessionKey("tenant", "s"), "k") })
        {
            await scene.AppendStepAsync(key, turnKey, StoreData.Step(1, "1"));
            await scene.AppendStepAsync(key, turnKey, StoreData.Step(2, "2"));
        }

        await session.AnswerAsync("k");
        await CheckOthersAsync();
        await scene.AppendStepAsync(S, "later", StoreData.Step(1, "1", StoreData.Time));
        await session.AnswerAsync("later");
        Check.Equal(0, (await scene.StepsAsync(S, "later")).Count(), "OpenAsync with a key that a later commit has answered: steps");
        await CheckOthersAsync();

        async Task CheckOthersAsync()
        {
            Check.Sequence([], await scene.StepsAsync(S, "k"), "OpenAsync with a key that was answered: steps");
            foreach (var (key, turnKey) in new[] { (S, "other"), (new SessionKey("t"), "k"), (new SessionKey("tenant", "s"), "k") })
            {
                Check.Sequence(["1: 1", "2: 2"], await scene.StepsAsync(key, turnKey), $"OpenAsync of session '{key}' with the key '{turnKey}', after another was answered: steps");
            }
        }
    }

    private static async Task UnansweredAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await scene.AppendStepAsync(S, "k", StoreData.Step(1, "1"));
        await session.CommitAsync(session.Next("1") with { TurnKey = "k" });
        await session.SaveAsync(StoreData.Value("a", "1"));
        await session.MoveAsync(0);
        Check.Sequence(["1: 1"], await scene.StepsAsync(S, "k"), "OpenAsync with a key whose turn has not answered it: steps");
        await scene.AppendStepAsync(S, "k", StoreData.Step(2, "2", StoreData.Time));
        Check.Sequence(["1: 1", "2: 2"], await scene.StepsAsync(S, "k"), "OpenAsync with a key that is run again: steps");
    }

    private static async Task ConflictAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        await scene.AppendStepAsync(S, "k", StoreData.Step(1, "1"));
        var late = session.ToCommit([session.Next("2") with { TurnKey = "k", InputHash = new byte[] { 1 } }]);
        await session.AppendAsync("2");
        Check.Equal(CommitOutcome.Conflict, (await scene.CommitAsync(late)).Outcome, "CommitAsync from an earlier revision");
        Check.Sequence(["1: 1"], await scene.StepsAsync(S, "k"), "OpenAsync with a key whose commit was a conflict: steps");
        Check.Equal(null, await scene.KeyedAsync(S, "k"), "OpenAsync with a key whose commit was a conflict: the turn");
    }

    private static async Task TwiceAsync(StoreScene scene)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Check.Equal(StepOutcome.Appended, await scene.AppendStepAsync(S, "k", StoreData.Step(1, "{}")), "AppendStepAsync of a step that is there, byte for byte");
        }

        Check.Sequence(["1: {}"], await scene.StepsAsync(S, "k"), "OpenAsync with a key whose step was appended three times: steps");
    }

    private static async Task TakenAsync(StoreScene scene)
    {
        await scene.AppendStepAsync(S, "k", StoreData.Step(1, "{}"));
        Check.Equal(StepOutcome.OrdinalTaken, await scene.AppendStepAsync(S, "k", StoreData.Step(1, "{ }")), "AppendStepAsync of another step with an ordinal that is taken");
        Check.Equal(StepOutcome.Appended, await scene.AppendStepAsync(S, "k", StoreData.Step(2, "{ }")), "AppendStepAsync of it with the next ordinal");
        Check.Sequence(["1: {}", "2: { }"], await scene.StepsAsync(S, "k"), "OpenAsync with the key: steps");
    }

    private static async Task GoneAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        Check.Equal(StepOutcome.Appended, await scene.AppendStepAsync(S, "k", StoreData.Step(1, "1", session.Head!.CreatedAt)), "AppendStepAsync of a session that is there");
        await scene.DeleteAsync(S);
        Check.Equal(StepOutcome.SessionGone, await scene.AppendStepAsync(S, "k", StoreData.Step(2, "2", session.Head.CreatedAt)), "AppendStepAsync of a session that was deleted");
        Check.Sequence([], await scene.StepsAsync(S, "k"), "OpenAsync with a key of a session that was deleted: steps");
    }

    private static async Task MadeAnewAsync(StoreScene scene)
    {
        var before = scene.Session("s");
        await before.AppendAsync("1");
        await scene.DeleteAsync(S);
        var anew = scene.Session("s");
        var created = StoreData.Time.AddTicks(1);
        var commit = anew.ToCommit([anew.Next("1")]);
        await scene.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = commit.Head with { CreatedAt = created }, Turns = commit.Turns });

        Check.Equal(StepOutcome.SessionGone, await scene.AppendStepAsync(S, "k", StoreData.Step(1, "1", before.Head!.CreatedAt)), "AppendStepAsync of a session in whose place is another");
        Check.Sequence([], await scene.StepsAsync(S, "k"), "OpenAsync of the other with the key: steps");
        Check.Equal(StepOutcome.Appended, await scene.AppendStepAsync(S, "k", StoreData.Step(1, "1", created)), "AppendStepAsync of the other");
    }

    private static async Task DeletedAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        await scene.Session("t").AppendAsync("1");
        await scene.AppendStepAsync(S, "k", StoreData.Step(1, "1"));
        await scene.AppendStepAsync(S, "l", StoreData.Step(1, "1", StoreData.Time));
        await scene.AppendStepAsync(new SessionKey("t"), "k", StoreData.Step(1, "1", StoreData.Time));
        await scene.DeleteAsync(S);
        Check.Equal(0, (await scene.StepsAsync(S, "k")).Concat(await scene.StepsAsync(S, "l")).Count(), "OpenAsync of a deleted session with its keys: steps");
        Check.Equal(1, (await scene.StepsAsync(new SessionKey("t"), "k")).Count(), "OpenAsync of another session with the key: steps");

        await scene.Session("s").AppendAsync("1");
        Check.Sequence([], await scene.StepsAsync(S, "k"), "OpenAsync of a session whose id was used anew, with a key of before: steps");
    }

    private static async Task DeletedBeforeCommitAsync(StoreScene scene)
    {
        foreach (var (key, json) in new[] { (S, "1"), (new SessionKey("other"), "2"), (new SessionKey("tenant", "s"), "3") })
        {
            await scene.AppendStepAsync(key, "k", StoreData.Step(1, json));
        }

        Check.Equal(false, await scene.DeleteAsync(S), "DeleteAsync of a session that has steps and no commit");
        Check.Sequence([], await scene.StepsAsync(S, "k"), "OpenAsync with the key after that: steps");
        Check.Sequence(["1: 2"], await scene.StepsAsync(new SessionKey("other"), "k"), "OpenAsync of another session with the key: steps");
        Check.Sequence(["1: 3"], await scene.StepsAsync(new SessionKey("tenant", "s"), "k"), "OpenAsync of another tenant's session with the key: steps");
    }

    private static async Task ConcurrentAsync(StoreScene scene)
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => Task.Run(() => scene.AppendStepAsync(S, "k", StoreData.Step(number, $"{number}")))));
        Check.Sequence(Enumerable.Range(1, 20).Select(number => $"{number}: {number}"), await scene.StepsAsync(S, "k"), "OpenAsync with a key whose steps were appended at the same time: steps");
    }

    private static async Task RaceAsync(StoreScene scene)
    {
        for (var ordinal = 1; ordinal <= 10; ordinal++)
        {
            var place = ordinal;
            var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(rival => Task.Run(() => scene.AppendStepAsync(S, "k", StoreData.Step(place, $"{rival}")))));
            Check.Equal(1, outcomes.Count(outcome => outcome == StepOutcome.Appended), "AppendStepAsync of eight steps with one ordinal: how many were kept");
            Check.Equal(7, outcomes.Count(outcome => outcome == StepOutcome.OrdinalTaken), "AppendStepAsync of eight steps with one ordinal: how many were told that it is taken");
            Check.Equal($"{place}: {Array.IndexOf(outcomes, StepOutcome.Appended) + 1}", (await scene.StepsAsync(S, "k")).Last(), "OpenAsync with the key: the last step");
        }
    }

    private static async Task ExpiryAsync(StoreScene scene)
    {
        var (old, going, hour) = (new SessionKey("t", "old"), new SessionKey("t", "going"), TimeSpan.FromHours(1));
        await AppendAsync(old, 1);
        await AppendAsync(old, 2);
        await AppendAsync(going, 1);
        scene.Clock.Advance(hour - TimeSpan.FromTicks(1));
        await AppendAsync(going, 2);
        Check.Sequence(["1: 1", "2: 2"], await scene.StepsAsync(old, "k"), "OpenAsync with a key just before its steps expire: steps");

        scene.Clock.Advance(TimeSpan.FromTicks(1));
        Check.Sequence([], await scene.StepsAsync(old, "k"), "OpenAsync with a key whose steps are expired: steps");
        Check.Sequence(["1: 1", "2: 2"], await scene.StepsAsync(going, "k"), "OpenAsync with a key whose last step is not expired: steps");
        Check.Equal(StepOutcome.Appended, await scene.AppendStepAsync(old, "k", StoreData.Step(1, "\"other\"")), "AppendStepAsync with the ordinal of a step that is expired");
        Check.Sequence(["1: \"other\""], await scene.StepsAsync(old, "k"), "OpenAsync with a key that began anew after its steps expired: steps");

        scene.Clock.Advance(hour);
        Check.Sequence([], await scene.StepsAsync(going, "k"), "OpenAsync with a key whose last step is expired: steps");
        await scene.PurgeAsync(100);
        Check.Sequence(["1: \"other\""], await scene.StepsAsync(old, "k"), "OpenAsync after a purge, with a key whose step is not expired: steps");

        Task<StepOutcome> AppendAsync(SessionKey key, int ordinal) =>
            scene.AppendStepAsync(key, "k", StoreData.Step(ordinal, $"{ordinal}") with { ExpiresAt = scene.Clock.GetUtcNow() + hour });
    }

    private static async Task LargeAsync(StoreScene scene)
    {
        var large = $"\"{new string('漢', 500_000)}\"";
        await scene.AppendStepAsync(S, "k", StoreData.Step(1, large));
        Check.Sequence([$"1: {large}"], await scene.StepsAsync(S, "k"), "OpenAsync with a key: a large step");
        Check.Equal(StepOutcome.OrdinalTaken, await scene.AppendStepAsync(S, "k", StoreData.Step(1, large + " ")), "AppendStepAsync of a step that differs in its last byte");
    }
}
