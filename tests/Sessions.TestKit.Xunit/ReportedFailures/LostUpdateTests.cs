using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Of two turns or saves on one session, one erases the other. <see cref="OverlappingRunTests"/> has every form of sixty-four runs at once.</summary>
public abstract class LostUpdateTests(TestStores stores) : ReportedFailureTests(stores)
{
    [Fact]
    public async Task Parallel_runs_neither_fail_nor_lose_a_message()
    {
        var runs = TestScale.Of(4_000);
        var agent = Agent(new EchoClient(), CreateStore());
        var session = await agent.GetSessionAsync("s");

        var answers = await Task.WhenAll(Enumerable.Range(0, runs).Select(number => Task.Run(() => agent.RunAsync($"run {number}", session))));

        Assert.Equal(Enumerable.Range(0, runs).Select(number => $"re run {number}"), answers.Select(answer => answer.Text));
        var history = (await SessionPicture.TakeAsync(agent, session)).History.ToList();
        var inputs = history.Where((_, index) => index % 2 == 0).ToList();
        Assert.Equal(inputs.Select(input => input.Replace("user: ", "assistant: re ", StringComparison.Ordinal)), history.Where((_, index) => index % 2 == 1));
        Assert.Equal(Enumerable.Range(0, runs).Select(number => $"user: run {number}").Order(StringComparer.Ordinal), inputs.Order(StringComparer.Ordinal));
        Assert.Equal(runs, session.Revision);
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task Of_two_runs_at_once_the_second_sees_the_first(bool streamed)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of($"answer {request.Number}").After(async token => await Task.Delay(5, token)));
        var agent = Agent(model, CreateStore());
        var session = await agent.GetSessionAsync("s");

        await Task.WhenAll(agent.RunAsync(streamed, "either", session), agent.RunAsync(streamed, "other", session));

        var first = Assert.Single(model.Log.Requests[0].Texts);
        Assert.Equal([first, "assistant: answer 0", first == "user: either" ? "user: other" : "user: either"], model.Log.Requests[1].Texts);
    }
}
