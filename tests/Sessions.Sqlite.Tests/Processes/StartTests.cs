namespace Sessions.Sqlite.Tests.Processes;

/// <summary>Eight processes begin to use one fresh file at the same time, again and again.</summary>
public sealed class StartTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Every_start_on_a_fresh_file_succeeds()
    {
        var names = Enumerable.Range(0, StartingWorker.Processes).Select(number => $"{number}").ToList();
        var workers = names.Select(name => WorkerProcess.Start(typeof(StartingWorker), nameof(StartingWorker.Run), _file.Path, name)).ToList();
        try
        {
            await Task.WhenAll(workers.Select(worker => worker.CompleteAsync()));
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }

        var logs = names.SelectMany(name => WorkerLog.Read(WorkerProcess.LogPath(_file.Path, name))).ToList();
        Assert.Empty(logs.Where(line => line[0] == "problem").Select(line => string.Join(' ', line)));
        Assert.Equal(StartingWorker.Processes * StartingWorker.Files, logs.Count(line => line[0] == "kept"));
        for (var number = 0; number < StartingWorker.Files; number++)
        {
            using var store = new SqliteSessionStore($"Data Source={StartingWorker.FilePath(_file.Path, number)}");
            Assert.Equal(names, await store.ListAsync(new SessionQuery { Order = SessionOrder.Id }).Select(session => session.Key.Id).ToListAsync());
        }
    }
}
