namespace Sessions.PostgreSql.Tests.Processes;

/// <summary>Fifty hosts begin to use one empty database at the same time, some of them processes of their own.</summary>
public sealed class StartTests : IDisposable
{
    private const int Processes = 3;
    private const int Hosts = 50;

    private readonly WorkerDatabase _database = WorkerDatabase.Empty();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Every_host_that_starts_on_an_empty_database_can_use_it()
    {
        var names = Enumerable.Range(0, Processes).Select(number => $"process{number}").ToList();
        var workers = names.Select(name => WorkerProcess.Start(typeof(StartingWorker), nameof(StartingWorker.Run), _database.Path, name)).ToList();
        try
        {
            await WorkerProcess.WaitUntilAsync(() => names.All(name => ReadLog(name).Count > 0));
            await File.WriteAllTextAsync(StartingWorker.StartPath(_database.Path), "go");
            var problems = await Task.WhenAll(Enumerable.Range(Processes, Hosts - Processes).Select(number => Task.Run(async () =>
            {
                await using var store = WorkerDatabase.Open(_database.Path);
                return await StartingWorker.StartAsync(store, $"task{number}");
            })));
            await Task.WhenAll(workers.Select(worker => worker.CompleteAsync()));
            Assert.All(problems, Assert.Null);
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }

        Assert.All(names, name => Assert.Equal("kept", Assert.Single(ReadLog(name)[^1])));
        await using var last = _database.Open();
        Assert.Equal(Hosts, await last.ListAsync(SessionQuery.All("")).CountAsync());
    }

    private List<string[]> ReadLog(string name) => WorkerLog.Read(WorkerProcess.LogPath(_database.Path, name));
}
