namespace Sessions.PostgreSql.Tests.Processes;

/// <summary>A process that begins to use a database at the moment at which others do.</summary>
/// <remarks>Its log: <c>ready</c> when it waits for the others, and <c>kept</c> or <c>problem …</c> after it.</remarks>
public sealed class StartingWorker
{
    [Fact(Explicit = true)]
    public async Task Run()
    {
        var (database, name) = WorkerProcess.Arguments;
        using var log = new WorkerLog(WorkerProcess.LogPath(database, name));
        log.Write("ready");
        await WorkerProcess.WaitUntilAsync(() => File.Exists(StartPath(database)));
        await using var store = WorkerDatabase.Open(database);
        log.Write(await StartAsync(store, name) is { } problem ? $"problem {problem}" : "kept");
    }

    /// <summary>The file whose appearance starts all.</summary>
    internal static string StartPath(string database) => database + ".start";

    /// <summary>Commits a session, and says what is wrong, if something is.</summary>
    internal static async Task<string?> StartAsync(PostgreSqlSessionStore store, string name)
    {
        try
        {
            var result = await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey(name)) });
            return result.Outcome == CommitOutcome.Committed ? null : $"{result.Outcome}";
        }
        catch (Exception exception)
        {
            return exception.ToString().ReplaceLineEndings(" ");
        }
    }
}
