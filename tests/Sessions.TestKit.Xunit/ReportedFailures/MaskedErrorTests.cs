using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Errors that hide errors.</summary>
public abstract class MaskedErrorTests(TestStores stores) : ReportedFailureTests(stores)
{
    protected static readonly Exception Broken = new InvalidOperationException("broken");

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task Providers_that_fail_after_the_answer_cost_neither_it_nor_the_turn(bool streamed)
    {
        var model = new ScriptedModel();
        var store = CreateStore();
        var agent = Agent(model, store, With(new Hook("memory", after: (_, _) => throw Broken), new DictionaryHistoryProvider("audit", load: false) { FailSave = Broken }));
        var session = await agent.GetSessionAsync("s");

        var response = await agent.RunAsync(streamed, "one", session);
        var (later, found) = await RestartAsync(model, store, agent, session);
        await later.RunAsync(streamed, "two", found);

        Assert.Equal("answer 1", response.Text);
        Assert.Equal([Broken, Broken], response.Issues.Select(issue => issue.Exception));
        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], model.Log.Last.Texts);
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task Where_the_provider_cannot_save_the_answer_is_handed_over_and_a_retry_saves_it_once(bool streamed)
    {
        var history = new DictionaryHistoryProvider { FailSave = Broken };
        var agent = Agent(new ScriptedModel(), CreateStore(), With(history));
        var session = await agent.GetSessionAsync("s");

        var error = await Assert.ThrowsAsync<SessionStoreException>(() => agent.RunAsync(streamed, "one", session));
        history.FailSave = null;
        await agent.RunAsync(streamed, "one", session);

        Assert.Equal("answer 1", error.Response!.Text);
        Assert.Same(Broken, error.InnerException);
        Assert.Equal(["user: one", "assistant: answer 2"], history.Messages["s"].Select(MessageText.Of));
        Assert.Equal(1, session.Revision);
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task Providers_that_fail_over_a_failure_do_not_hide_it(bool streamed)
    {
        var down = new HttpRequestException("down");
        var told = new List<Exception?>();
        var agent = Agent(new ScriptedModel(ModelAnswer.Nothing.FailWith(down)), CreateStore(), With(Telling("first", told), Telling("second", told), new DictionaryHistoryProvider { FailSave = Broken }) + (options => options.InterruptedTurns = InterruptedTurns.KeepPartial));

        var error = await Assert.ThrowsAsync<HttpRequestException>(async () => await agent.RunAsync(streamed, "one", await agent.GetSessionAsync("s")));

        Assert.Same(down, error);
        Assert.Equal([down, down], told);

        static Hook Telling(string id, List<Exception?> told) => new(id, after: (turn, _) =>
        {
            told.Add(turn.Exception);
            throw Broken;
        });
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task A_provider_that_fails_while_preparing_is_told_to_those_before_it(bool streamed)
    {
        var told = new List<string>();
        var model = new ScriptedModel();
        var agent = Agent(model, CreateStore(), With(Telling("first"), Telling("second"), new Hook("broken", before: (_, _) => throw Broken), Telling("last")));
        var session = await agent.GetSessionAsync("s");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync(streamed, "one", session));

        Assert.Same(Broken, error);
        Assert.Equal(["second: broken", "first: broken"], told);
        Assert.Empty(model.Log.Requests);
        Assert.Equal(0, session.Revision);

        Hook Telling(string id) => new(id, after: (turn, _) =>
        {
            told.Add($"{id}: {turn.Exception?.Message}");
            return default;
        });
    }
}
