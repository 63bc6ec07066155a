using System.Text.Json;
using Sessions.Agents;

namespace Sessions.Sqlite.Tests.Processes;

/// <summary>Two processes run turns on one session of one database.</summary>
public sealed class RaceTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Of_racing_turns_each_is_kept_once_or_reported_with_its_answer()
    {
        string[] names = ["a", "b"];
        var logs = await RaceAsync(names);

        Assert.DoesNotContain(logs.SelectMany(log => log), line => line[0] == "problem");
        var kept = logs.SelectMany(log => log).Where(line => line[0] == "kept").ToDictionary(line => line[1], line => line[2]);
        var refused = logs.SelectMany(log => log).Where(line => line[0] == "conflict").ToDictionary(line => line[1], line => line[2]);
        Assert.NotEmpty(refused);
        Assert.Equal(
            names.SelectMany(name => Enumerable.Range(0, RacingWorker.Turns).Select(number => $"{name}-{number}")).Order(StringComparer.Ordinal),
            kept.Keys.Concat(refused.Keys).Order(StringComparer.Ordinal));

        var agent = RacingWorker.CreateAgent(new ScriptedModel(), _file.Path);
        var session = await agent.GetSessionAsync(RacingWorker.Session);
        var turns = await agent.ReadTurnsAsync(session).ToListAsync();
        Assert.Equal(kept.Count, session.Revision);
        Assert.Equal(Enumerable.Range(1, kept.Count), turns.Select(turn => (int)turn.Record.Number));
        Assert.Equal(kept.OrderBy(turn => turn.Key, StringComparer.Ordinal), turns.Select(KeptIn).OrderBy(turn => turn.Key, StringComparer.Ordinal));
        Assert.All(turns, turn => Assert.Equal($"re {Text(turn, 0)}", Text(turn, 1)));
        Assert.Equal(kept.Count, session.State.Get<Tally>().Count);
        foreach (var log in logs)
        {
            // One after the other in each process, and so in the session.
            Assert.Equal(log.Where(line => line[0] == "kept").Select(line => line[1]), turns.Select(turn => Text(turn, 0)).Where(text => log.Exists(line => line[0] == "kept" && line[1] == text)));
        }
    }

    private async Task<List<List<string[]>>> RaceAsync(string[] names)
    {
        var workers = names.Select(name => WorkerProcess.Start(typeof(RacingWorker), nameof(RacingWorker.Run), _file.Path, name)).ToList();
        try
        {
            await WorkerProcess.WaitUntilAsync(() => names.All(name => ReadLog(name).Count > 0));
            await File.WriteAllTextAsync(RacingWorker.StartPath(_file.Path), "go");
            await Task.WhenAll(workers.Select(worker => worker.CompleteAsync()));
            return [.. names.Select(ReadLog)];
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    private List<string[]> ReadLog(string name) => WorkerLog.Read(WorkerProcess.LogPath(_file.Path, name));

    private static KeyValuePair<string, string> KeptIn(SessionTurn turn) => new(Text(turn, 0), turn.Record.Id);

    private static string Text(SessionTurn turn, int message) => turn.Messages[message].Text;
}
