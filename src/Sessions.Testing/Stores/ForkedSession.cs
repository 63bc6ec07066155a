namespace Sessions.Testing;

/// <summary>A session to be forked, and whether what shares turns with it is as it was.</summary>
internal static class ForkedSession
{
    /// <summary>A session of four turns in a row, each of which writes its number to "last" and 0 to a slot of its own, over state from before the first.</summary>
    public static async Task<SessionWriter> SourceAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.SaveAsync(StoreData.Value("root", "0"));
        for (var number = 1; number <= 4; number++)
        {
            await session.CommitAsync(session.Next($"{number}") with { State = [StoreData.Value("last", $"{number}"), StoreData.Value($"of-{number}", "0")] });
        }

        return session;
    }

    public static IEnumerable<string> StateOf(long number) => number == 0
        ? ["root v1: 0"]
        : [$"last v1: {number}", .. Enumerable.Range(1, (int)number).Select(turn => $"of-{turn} v1: 0"), "root v1: 0"];

    public static async Task CheckTurnsAsync(StoreScene scene, SessionKey key, params long[] numbers) =>
        Check.Sequence(numbers.Select(number => $"[{number}]"), (await scene.ReadAsync(key, numbers.LastOrDefault())).Texts(), $"ReadTurnsAsync of session '{key}'");

    public static async Task CheckUntouchedAsync(StoreScene scene, SessionWriter session, long through)
    {
        await CheckTurnsAsync(scene, session.Key, [.. Enumerable.Range(1, (int)through).Select(turn => (long)turn)]);
        Check.Sequence(StateOf(through), StoreData.Show((await scene.FindAsync(session.Key)).State), $"LoadAsync of session '{session.Key}', which others share turns with: state");
        for (var turn = 0; turn <= through; turn++)
        {
            Check.Sequence(StateOf(turn), StoreData.Show(await scene.LoadStateAsync(session.Key, turn)), $"LoadStateAsync of session '{session.Key}', which others share turns with, as of turn {turn}");
        }
    }
}
