using Sessions.Tests;

namespace Sessions.Sqlite.Tests;

/// <summary>One database, many processes, some of which are killed.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Two_processes_share_a_session_without_losing_a_turn()
    {
        const int Turns = 40;
        string[] logs = [_file.Path + ".log1", _file.Path + ".log2"];
        var workers = logs.Select(log => Worker.Start(_file, log, Turns)).ToList();
        foreach (var worker in workers)
        {
            var output = await worker.StandardOutput.ReadToEndAsync();
            await worker.WaitForExitAsync();
            Assert.True(worker.ExitCode == 0, output);
            worker.Dispose();
        }

        Assert.Equal(Enumerable.Range(1, 2 * Turns).Select(number => (long)number), logs.SelectMany(Worker.ReadLog).Order());
        await AssertWholeAsync(acknowledged: 2 * Turns);
    }

    [Fact]
    public async Task A_killed_process_leaves_the_session_before_a_turn_or_after_it()
    {
        var log = _file.Path + ".log";
        var last = 0L;
        for (var round = 0; round < TestScale.Of(200); round++)
        {
            using var worker = Worker.Start(_file, log);
            await WaitUntilAsync(() => Worker.ReadLog(log).LastOrDefault() > last);
            await Task.Delay(Random.Shared.Next(0, 20));
            worker.Kill();
            await worker.WaitForExitAsync();

            var acknowledged = Worker.ReadLog(log).Last();
            last = await AssertWholeAsync(acknowledged);
            Assert.InRange(last, acknowledged, acknowledged + 1);
        }
    }

    /// <summary>Asserts that every turn up to the last is there, whole, and with its state.</summary>
    private async Task<long> AssertWholeAsync(long acknowledged)
    {
        var store = new SqliteSessionStore(_file.ConnectionString);
        var session = await store.LoadAsync(Worker.Session);
        Assert.NotNull(session);
        var last = session.Head.LastTurn;
        Assert.True(last >= acknowledged, $"Turn {acknowledged} was acknowledged, and the last is {last}.");
        Assert.Equal(last, session.Head.Revision);
        Assert.Equal($"{last}", StoreData.Text(session.State.Single().Json!.Value));

        var expected = 1L;
        await foreach (var turn in store.ReadTurnsAsync(Worker.Session, 0, last))
        {
            Assert.Equal(expected, turn.Turn.Number);
            Assert.Equal(Enumerable.Range(0, 5).Select(i => $"\"{expected}.{i} "), turn.Messages.Select(message => StoreData.Text(message).TrimEnd('"').TrimEnd('x')));
            expected++;
        }

        Assert.Equal(last + 1, expected);
        Assert.Equal("ok", _file.Execute("PRAGMA integrity_check"));
        return last;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(2, timeout.Token);
        }
    }
}
