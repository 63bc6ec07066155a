using Sessions.Agents;

namespace Sessions.Tests.Turns.Keyed;

/// <summary>What tools of a turn with a key changed in the state comes back with their results, in whatever order they ran and were recorded.</summary>
public class KeyedToolStateTests
{
    private static readonly PlannedCall X = new("x", 0);
    private static readonly PlannedCall Y = new("y", 1);
    private static readonly PlannedCall Z = new("z", 2);

    [Fact]
    public async Task What_was_built_on_a_change_is_not_recorded_before_it()
    {
        var turn = new KeyedTurn([[X, Y]], UnfinishedTools.ReportUnknown, isParallel: true);
        var work = new HeldWork();
        _ = turn.RunAsync(work);
        foreach (var step in (string[])["begin y", "run y", "return y", "begin x", "run x", "return x"])
        {
            await work.ReleaseAsync(step);
        }

        await work.SettleAsync(20);

        // The process is killed when all is written that may be written before the result of y is.
        _ = work.TryRelease("end x");
        await work.SettleAsync(20);
        await turn.RunAsync();

        await AssertCountAsync(turn, 0);
    }

    [Fact]
    public async Task What_is_changed_while_a_record_waits_is_not_in_it()
    {
        var turn = new KeyedTurn([[X, Y, Z]], UnfinishedTools.ReportUnknown, isParallel: true);
        await turn.RunAndKillAsync("begin z", "run z", "return z", "begin y", "run y", "return y", "begin x", "run x", "end z", "end y");

        var response = await turn.RunAsync();

        Assert.Empty(response.Issues);
        await AssertCountAsync(turn, 110);
    }

    [Fact]
    public async Task Changes_come_back_in_the_order_that_they_were_made_in()
    {
        var turn = new KeyedTurn([[X, Y]], UnfinishedTools.ReportUnknown, isParallel: true);
        await turn.RunAndKillAsync("begin y", "run y", "return y", "end y", "begin x", "run x", "return x", "end x");

        var response = await turn.RunAsync();

        Assert.Empty(response.Issues);
        await AssertCountAsync(turn, 11);
        Assert.Equal(2, turn.Runs.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_comes_back_before_another_tool_of_the_answer_runs(bool streamed)
    {
        var turn = new KeyedTurn([[X, Y]], UnfinishedTools.ReportUnknown, isParallel: true);
        await turn.RunAndKillAsync("begin y", "run y", "return y", "end y");

        var response = await turn.RunAsync(streamed: streamed);

        Assert.Empty(response.Issues);
        await AssertCountAsync(turn, 11);
        Assert.Equal(["y", "x"], turn.Runs.Select(run => run.CallId));
    }

    [Fact]
    public async Task Changes_that_share_a_record_come_back_once_whatever_runs_between_their_results()
    {
        var turn = new KeyedTurn([[X, Z, Y]], UnfinishedTools.RunAgain, isParallel: true) { FailingOnce = { Z.Tool } };
        await turn.RunAndKillAsync("run z", "run x", "run y", "return x", "return y", "end x y");

        var response = await turn.RunAsync();

        Assert.Empty(response.Issues);
        await AssertCountAsync(turn, 111);
    }

    [Fact]
    public async Task A_change_whose_record_failed_takes_those_after_it_along_and_an_issue_names_them()
    {
        var turn = new KeyedTurn([[Y, X]], UnfinishedTools.ReportUnknown, isParallel: false);
        await RunWithFailedRecordAsync(turn, "begin y", "run y", "return y", "end y", "begin x", "run x", "return x", "end x");

        var response = await turn.RunAsync();

        await AssertCountAsync(turn, 0, superseded: 1);
        var issue = Assert.Single(response.Issues);
        Assert.Equal(TurnIssueKind.ToolStateSuperseded, issue.Kind);
        Assert.Contains("'tool0'", issue.Message, StringComparison.Ordinal);
        Assert.Contains("'Tally'", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_whose_record_failed_is_made_anew_and_those_after_it_come_back()
    {
        var turn = new KeyedTurn([[Y, X]], UnfinishedTools.RunAgain, isParallel: false);
        await RunWithFailedRecordAsync(turn, "run y", "return y", "end y", "run x", "return x", "end x");

        var response = await turn.RunAsync();

        Assert.Empty(response.Issues);
        await AssertCountAsync(turn, 11);
        Assert.Equal(["y", "x", "y"], turn.Runs.Select(run => run.CallId));
    }

    [Fact]
    public async Task An_equal_call_whose_end_is_not_known_does_not_run_again()
    {
        var turn = new KeyedTurn([[new("c1", 0), new("c2", 0)]], UnfinishedTools.ReportUnknown, isParallel: false);
        await turn.RunAndKillAsync("begin c1", "run c1", "return c1", "end c1", "begin c2", "run c2");

        await turn.RunAsync();

        await AssertCountAsync(turn, 1);
        Assert.Equal(["c1", "c2"], turn.Runs.Select(run => run.CallId));
    }

    [Fact]
    public async Task An_equal_call_that_was_not_begun_is_not_said_to_be_unknown()
    {
        var turn = new KeyedTurn([[new("c1", 0), new("c2", 0)]], UnfinishedTools.ReportUnknown, isParallel: true);
        await turn.RunAndKillAsync("begin c2", "run c2");

        await turn.RunAsync();

        await AssertCountAsync(turn, 1);
        Assert.Equal(["c2", "c1"], turn.Runs.Select(run => run.CallId));
    }

    [Fact]
    public async Task An_equal_call_leaves_another_its_result()
    {
        var turn = new KeyedTurn([[new("c1", 0), new("c2", 0)]], UnfinishedTools.RunAgain, isParallel: false) { FailingOnce = { 0 } };
        await turn.RunAndKillAsync("run c1", "run c2", "return c2", "end c2");

        await turn.RunAsync();

        await AssertCountAsync(turn, 2);
        Assert.Equal(["c1", "c2", "c1"], turn.Runs.Select(run => run.CallId));
        Assert.Equal(turn.Runs[0].Key, turn.Runs[2].Key);
    }

    private static async Task AssertCountAsync(KeyedTurn turn, int count, int superseded = 0)
    {
        Assert.Equal(count, await turn.ReadCountAsync());
        Assert.Equal(count + superseded, await turn.ReadExpectedCountAsync());
    }

    /// <summary>Runs the turn, and kills the process when it has done all steps; the record of y fails.</summary>
    private static async Task RunWithFailedRecordAsync(KeyedTurn turn, params string[] steps)
    {
        var work = new HeldWork();
        _ = turn.RunAsync(work);
        foreach (var step in steps)
        {
            await work.SettleAsync(20);
            Assert.True(work.TryRelease(step, step == "end y" ? new IOException("down") : null), $"'{step}' does not come.");
        }

        await work.SettleAsync(20);
    }
}
