namespace Sessions.Sqlite.Tests.Processes;

/// <summary>A process that begins to use fresh files at the moment at which others do.</summary>
/// <remarks>Its log: <c>at n</c> when it waits for the others before file n, and <c>kept n</c> or <c>problem …</c> after it.</remarks>
public sealed class StartingWorker
{
    public const int Processes = 8;

    public static int Files => TestScale.Of(50);

    [Fact(Explicit = true)]
    public async Task Run()
    {
        var (database, name) = WorkerProcess.Arguments;
        using var log = new WorkerLog(WorkerProcess.LogPath(database, name));
        for (var number = 0; number < Files; number++)
        {
            log.Write($"at {number}");
            await WorkerProcess.WaitUntilAsync(() => Enumerable.Range(0, Processes).All(other => IsAt(database, other, number)));
            log.Write(await StartAsync(FilePath(database, number), name) is { } problem ? $"problem {number} {problem}" : $"kept {number}");
        }
    }

    internal static string FilePath(string database, int number) => $"{database}.{number}";

    private static bool IsAt(string database, int process, int number) =>
        WorkerLog.Read(WorkerProcess.LogPath(database, $"{process}")).Exists(line => line[0] == "at" && line[1] == $"{number}");

    private static async Task<string?> StartAsync(string path, string name)
    {
        try
        {
            using var store = new SqliteSessionStore($"Data Source={path}");
            var result = await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey(name)) });
            return result.Outcome == CommitOutcome.Committed ? null : $"{result.Outcome}";
        }
        catch (Exception exception)
        {
            return exception.ToString().ReplaceLineEndings(" ");
        }
    }
}
