using Sessions.Agents;

namespace Sessions.PostgreSql.Tests.Processes;

/// <summary>Four processes run turns on the same sessions of one database, and are killed at random.</summary>
public sealed class ManyHostsTests : IDisposable
{
    private const int Hosts = 4;
    private const int Kills = 8;

    private readonly WorkerDatabase _database = new();
    private readonly List<string> _names = [];
    private string _prefix = "";

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_racing_turns_each_that_was_acknowledged_is_kept_once_and_no_session_is_stuck(bool isLeased)
    {
        _prefix = isLeased ? HostWorker.Leased : "host";
        await RaceAsync(TestScale.Of(20_000));

        var log = _names.SelectMany(name => WorkerLog.Read(LogPath(name))).ToList();
        Assert.Empty(log.Where(line => line[0] == "problem").Select(line => string.Join(' ', line)));
        AssertConflicts(log, isLeased);
        var begun = log.Where(line => line[0] == "begin").Select(line => line[1]).ToHashSet(StringComparer.Ordinal);
        var kept = log.Where(line => line[0] == "kept").ToDictionary(line => line[1], line => line[2], StringComparer.Ordinal);
        var stored = await ReadAsync();

        Assert.All(kept, turn => Assert.Equal(turn.Value, stored.GetValueOrDefault(turn.Key)));
        Assert.Subset(begun, stored.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(log, line => line[0] == "conflict" && stored.ContainsKey(line[1]));

        // Nothing but what a process did when it was killed was kept without a word.
        Assert.InRange(stored.Count - kept.Count, 0, Kills * HostWorker.AtOnce);
        await GoOnAsync(isLeased);
    }

    /// <summary>Turns that wait for each other have none, as long as no host is so slow that its lease ends.</summary>
    private static void AssertConflicts(List<string[]> log, bool isLeased)
    {
        var conflicts = log.Count(line => line[0] == "conflict");
        if (isLeased)
        {
            Assert.InRange(conflicts, 0, log.Count(line => line[0] == "kept") / 10);
        }
        else
        {
            Assert.NotEqual(0, conflicts);
        }
    }

    /// <summary>Has the hosts run until so many turns were kept, and kills one now and then, which another takes the place of.</summary>
    private async Task RaceAsync(int turns)
    {
        var hosts = Enumerable.Range(0, Hosts).Select(_ => StartHost()).ToList();
        try
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                await UntilKeptAsync(kill * turns / (Kills + 1));
                var at = Random.Shared.Next(Hosts);
                await hosts[at].KillAsync();
                hosts[at] = StartHost();
            }

            await UntilKeptAsync(turns);
            await File.WriteAllTextAsync(HostWorker.StopPath(_database.Path), "stop");
            await Task.WhenAll(hosts.Select(host => host.CompleteAsync()));
            await _database.SettleAsync();
        }
        finally
        {
            hosts.ForEach(host => host.Dispose());
        }
    }

    private WorkerProcess StartHost()
    {
        _names.Add($"{_prefix}{_names.Count}");
        return WorkerProcess.Start(typeof(HostWorker), nameof(HostWorker.Run), _database.Path, _names[^1]);
    }

    private async Task UntilKeptAsync(int turns)
    {
        while (_names.Sum(name => WorkerLog.Read(LogPath(name)).Count(line => line[0] == "kept")) < turns)
        {
            await Task.Delay(20);
        }
    }

    /// <summary>All turns that are stored, and their ids. Each session's are whole, and numbered without a gap.</summary>
    private async Task<Dictionary<string, string>> ReadAsync()
    {
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        var agent = HostWorker.CreateAgent(new ScriptedModel(), _database.Open(), isLeased: false);
        for (var place = 0; place < HostWorker.Sessions; place++)
        {
            var session = await agent.GetSessionAsync(HostWorker.Key(place));
            var turns = await agent.ReadTurnsAsync(session).ToListAsync();
            Assert.Equal(turns.Count, session.Revision);
            Assert.Equal(turns.Count, session.State.Get<Tally>().Count);
            Assert.Equal(Enumerable.Range(1, turns.Count), turns.Select(turn => (int)turn.Record.Number));
            foreach (var turn in turns)
            {
                Assert.Equal([$"user: {turn.Messages[0].Text}", $"assistant: re {turn.Messages[0].Text}"], turn.Messages.Select(MessageText.Of));
                stored.Add(turn.Messages[0].Text, turn.Record.Id);
            }
        }

        return stored;
    }

    private async Task GoOnAsync(bool isLeased)
    {
        var agent = HostWorker.CreateAgent(new ScriptedModel(), _database.Open(), isLeased);
        for (var place = 0; place < HostWorker.Sessions; place++)
        {
            await agent.RunAsync("after", await agent.GetSessionAsync(HostWorker.Key(place)), cancellationToken: new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        }
    }

    private string LogPath(string name) => WorkerProcess.LogPath(_database.Path, name);
}
