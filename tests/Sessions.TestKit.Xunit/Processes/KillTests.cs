using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A process that runs turns with tools is killed, again and again.</summary>
public abstract class KillTests
{
    /// <summary>How the model is told that nobody knows whether a tool had an effect.</summary>
    private const string Unknown = "The call was begun, and its end was not recorded.";

    /// <summary>The turns of the session: which turn of the worker's, and its id.</summary>
    private readonly Dictionary<string, string> _turns = new(StringComparer.Ordinal);

    /// <summary>The calls whose results were recorded before their turn was committed, and how often their tool had run by then.</summary>
    private readonly Dictionary<string, int> _recorded = new(StringComparer.Ordinal);

    /// <summary>What the turns have added to the session's state.</summary>
    private long _count;

    /// <summary>The worker, which opens the same store.</summary>
    protected abstract Type Worker { get; }

    /// <summary>What the worker is told of the database: a path, beside which its log is.</summary>
    protected abstract string Database { get; }

    /// <summary>The store, in this process.</summary>
    protected abstract SessionStore Store { get; }

    private string LogPath => WorkerProcess.LogPath(Database, KilledWorker.Name);

    [Fact]
    public async Task A_killed_process_loses_no_acknowledged_turn_tears_none_and_runs_no_recorded_tool_again()
    {
        for (var round = 0; round < TestScale.Of(200); round++)
        {
            await RunAndKillAsync(round);
            var log = WorkerLog.Read(LogPath);
            Assert.DoesNotContain(log, line => line[0] == "problem");
            await ReadTurnsAsync();
            AssertAcknowledged(log);
            await ReadRecordedAsync(log);
            Assert.All(_recorded, call => Assert.Equal(call.Value, TimesRun(log, call.Key)));
            AssertWorld(log);
        }

        Assert.NotEmpty(_recorded);
        await AssertIntactAsync();
    }

    /// <summary>Waits until what a process that was killed has begun in the database has ended.</summary>
    protected virtual Task SettleAsync() => Task.CompletedTask;

    /// <summary>Asserts that the database is whole.</summary>
    protected virtual Task AssertIntactAsync() => Task.CompletedTask;

    /// <summary>Kills the worker at any moment of its first turns, or, every other time, while the second tool of a turn runs.</summary>
    private async Task RunAndKillAsync(int round)
    {
        var (begun, ran) = Count();
        using var worker = WorkerProcess.Start(Worker, nameof(KilledWorker.Run), Database, KilledWorker.Name);
        await WorkerProcess.WaitUntilAsync(() => round % 2 == 0 ? Count().Begun > begun + 1 : Count().Ran > ran);
        await Task.Delay(Random.Shared.Next(0, round % 2 == 0 ? 40 : 3));
        await worker.KillAsync();
        await SettleAsync();

        (int Begun, int Ran) Count()
        {
            var log = WorkerLog.Read(LogPath);
            return (log.Count(line => line[0] == "begin"), log.Count(line => line[0] == "ran" && line[1].EndsWith("-2", StringComparison.Ordinal)));
        }
    }

    /// <summary>Reads the turns that are new, and asserts that each is whole and that head and state agree with them.</summary>
    private async Task ReadTurnsAsync()
    {
        var session = await Store.LoadAsync(KilledWorker.Session);
        Assert.NotNull(session);
        Assert.Equal(session.Head.LastTurn, session.Head.Revision);
        Assert.Equal(session.Head.LastTurn, session.Head.CurrentTurn);
        foreach (var turn in await Store.ReadAllAsync(KilledWorker.Session, new TurnRange { AfterTurn = _turns.Count, ThroughTurn = session.Head.LastTurn }))
        {
            Assert.Equal(_turns.Count + 1, turn.Number);
            Assert.Equal(turn.Number - 1, turn.ParentTurn);
            Assert.DoesNotContain("\"status\"", StoreData.Text(turn.Record), StringComparison.Ordinal);
            var said = JsonSerializer.Deserialize<ChatMessage[]>(turn.Messages.Span, AIJsonUtilities.DefaultOptions)!;
            var number = said[0].Text.Split(' ')[^1];
            var unknown = said.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Where(result => result.Result?.ToString()?.StartsWith(Unknown, StringComparison.Ordinal) == true).ToList();
            if (KilledWorker.ModeOf(long.Parse(number, CultureInfo.InvariantCulture)) == UnfinishedTools.ReportUnknown)
            {
                unknown.ForEach(result => result.Result = KilledWorker.Result(result.CallId));
                _count -= unknown.Count * KilledWorker.CountOfTool;
            }

            _count += 1 + (2 * KilledWorker.CountOfTool);
            Assert.Equal(KilledWorker.MessagesOf(long.Parse(number, CultureInfo.InvariantCulture)), said.Select(MessageText.Of));
            Assert.Equal(KilledWorker.KeyOf(long.Parse(number, CultureInfo.InvariantCulture)), turn.TurnKey);
            Assert.True(_turns.TryAdd(number, turn.Id), $"Turn {number} is there twice.");
        }

        Assert.Equal(session.Head.LastTurn, _turns.Count);
        Assert.Equal($"{{\"Count\":{_count}}}", StoreData.Text(session.State.Single().Json!.Value));
    }

    /// <summary>Asserts that what was acknowledged is there, and that what is there was at least begun.</summary>
    private void AssertAcknowledged(List<string[]> log)
    {
        Assert.All(log.Where(line => line[0] == "kept"), line => Assert.Equal(_turns.GetValueOrDefault(line[1]), line[2]));
        Assert.Subset(log.Where(line => line[0] == "begin").Select(line => line[1]).ToHashSet(StringComparer.Ordinal), _turns.Keys.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Takes note of the results that were recorded of the turn that was under way.</summary>
    private async Task ReadRecordedAsync(List<string[]> log)
    {
        var number = long.Parse(log.Last(line => line[0] == "begin")[1], CultureInfo.InvariantCulture);
        if (KilledWorker.KeyOf(number) is not { } key)
        {
            return;
        }

        var steps = await Store.ReadStepsAsync(KilledWorker.Session, key);
        Assert.False(steps.Count > 0 && _turns.ContainsKey($"{number}"), "Steps are left of a turn that was committed.");
        foreach (var step in steps)
        {
            using var json = JsonDocument.Parse(step.Json);
            if (json.RootElement.TryGetProperty("results", out var results))
            {
                foreach (var id in results.EnumerateArray().Select(tool => tool.GetProperty("call").GetProperty("callId").GetString()!))
                {
                    _recorded.TryAdd(id, TimesRun(log, id));
                }
            }
        }
    }

    /// <summary>Asserts what the tools did: none ran twice where that was to be reported, and a call has one key however often it runs.</summary>
    private static void AssertWorld(List<string[]> log)
    {
        foreach (var runs in log.Where(line => line[0] == "ran").GroupBy(line => line[1], StringComparer.Ordinal))
        {
            var number = long.Parse(runs.Key.Split('-')[0], CultureInfo.InvariantCulture);
            Assert.True(KilledWorker.ModeOf(number) == UnfinishedTools.RunAgain || runs.Count() == 1, $"Tool {runs.Key} ran {runs.Count()} times.");
            Assert.Single(runs.Select(line => line[2]).Distinct(StringComparer.Ordinal));
        }
    }

    private static int TimesRun(List<string[]> log, string callId) => log.Count(line => line[0] == "ran" && line[1] == callId);
}
