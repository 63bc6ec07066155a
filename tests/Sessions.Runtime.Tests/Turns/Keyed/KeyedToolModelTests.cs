using Sessions.Agents;

namespace Sessions.Tests.Turns.Keyed;

/// <summary>
/// Processes run a turn with a key, and are killed at any moment: whatever its tools did in whichever order, in the end the state is what the
/// history says that they did, and none that was recorded has run again.
/// </summary>
public class KeyedToolModelTests
{
    private const int Kills = 3;

    [Fact]
    public async Task The_state_is_what_the_history_says_of_the_tools()
    {
        for (var seed = 0; seed < TestScale.Of(1_000); seed++)
        {
            var story = new List<string>();
            try
            {
                await RunAsync(new Random(seed), story);
            }
            catch (Exception exception)
            {
                throw new CheckFailedException($"Seed {seed}: {string.Join(", ", story)}: {exception}");
            }
        }
    }

    private static async Task RunAsync(Random random, List<string> story)
    {
        var mode = random.Next(2) == 0 ? UnfinishedTools.ReportUnknown : UnfinishedTools.RunAgain;
        var plan = Plan(random);
        var turn = new KeyedTurn(plan, mode, isParallel: random.Next(4) > 0);
        story.AddRange([$"{mode}", .. plan.Select(calls => $"[{string.Join(' ', calls.Select(call => $"{call.Id}:{call.Tool}"))}]")]);
        var failingTool = random.Next(12);
        turn.FailingOnce.Add(failingTool);

        // A tool that does something in the second attempt that it did not in the first leaves those after it another state.
        var failures = random.Next(4) == 0 ? 30 : 0;
        var mayDiffer = failures > 0 || failingTool < 4;
        var recorded = new Dictionary<string, int>(StringComparer.Ordinal);
        AgentResponse? response = null;
        for (var kill = 0; response is null; kill++)
        {
            response = await RunAsync(turn, random, story, kill < Kills ? random.Next(20) : int.MaxValue, failures, mayDiffer);
            foreach (var (id, runs) in await turn.ReadRecordedAsync())
            {
                recorded.TryAdd(id, runs);
            }
        }

        Assert.All(recorded, call => Assert.Equal(call.Value, turn.Runs.Count(run => run.CallId == call.Key)));
        Assert.True(mode == UnfinishedTools.RunAgain || turn.Runs.GroupBy(run => run.Key, StringComparer.Ordinal).All(runs => runs.Count() == 1));
        Assert.True(mayDiffer || response.Issues.Count == 0, string.Join("; ", response.Issues));
        Assert.Equal(await turn.ReadExpectedCountAsync() - Superseded(response), await turn.ReadCountAsync());
    }

    /// <summary>Two to four calls, some of them equal, in one answer or two.</summary>
    private static List<PlannedCall>[] Plan(Random random)
    {
        var calls = Enumerable.Range(0, random.Next(2, 5)).Select(number => new PlannedCall($"c{number}", random.Next(5) == 0 ? 0 : number)).ToList();
        var first = random.Next(3) == 0 ? calls.Count / 2 : calls.Count;
        List<PlannedCall>[] answers = [calls[..first], calls[first..]];
        return [.. answers.Where(answer => answer.Count > 0)];
    }

    /// <summary>Runs the turn in a process that is killed when it has done so much.</summary>
    /// <returns>The response; <see langword="null"/> if it was killed.</returns>
    private static async Task<AgentResponse?> RunAsync(KeyedTurn turn, Random random, List<string> story, int killAfter, int failures, bool mayDiffer)
    {
        var work = new HeldWork();

        // As processes are slow: one thing waits for long while many others go on.
        var haste = new Dictionary<string, int>(StringComparer.Ordinal);
        var run = turn.RunAsync(work, streamed: random.Next(2) == 0);
        for (var done = 0; !run.IsCompleted; await work.SettleAsync())
        {
            if (work.Names is not { Count: > 0 } names)
            {
                continue;
            }

            // Whoever is told of the turn by its recorded reply is not told of its issues.
            var name = names.MaxBy(name => haste.TryGetValue(name, out var value) ? value : haste[name] = random.Next())!;
            if (done++ >= killAfter && (!mayDiffer || name != "commit"))
            {
                story.Add("killed");
                return null;
            }

            var fails = name.StartsWith("end", StringComparison.Ordinal) && random.Next(100) < failures;
            story.Add(fails ? $"{name} fails" : name);
            _ = work.TryRelease(name, fails ? new IOException("down") : null);
        }

        return await run;
    }

    private static int Superseded(AgentResponse response) =>
        Enumerable.Range(0, 4).Sum(tool => KeyedTurn.AmountOf(tool) * response.Issues.Count(issue => issue.Message.Contains($"'{KeyedTurn.NameOf(tool)}'", StringComparison.Ordinal)));
}
