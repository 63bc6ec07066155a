using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A history with two owners: sent twice, or stored twice. <see cref="HistoryOwnerTests"/> has every case of who owns it.</summary>
public abstract class DoubleHistoryTests(TestStores stores) : ReportedFailureTests(stores)
{
    private static ChatClientAgentRunOptions AskingFor(string conversationId) => new() { ChatOptions = new ChatOptions { ConversationId = conversationId } };

    [Theory]
    [InlineData("session")]
    [InlineData("provider")]
    [InlineData("service")]
    public async Task A_history_is_sent_once_and_stored_once_however_long_it_gets(string owner)
    {
        var history = new DictionaryHistoryProvider();
        var audit = new DictionaryHistoryProvider("audit", load: false);
        var model = new ScriptedModel(request => ModelAnswer.Of($"answer {request.Number}").In(owner == "service" ? $"r{request.Number}" : null));
        var configure = owner == "provider" ? With(history, audit) : With(audit);
        var store = CreateStore();
        var agent = Agent(model, store, configure);
        var session = await agent.GetSessionAsync("s", serviceSessionId: owner == "service" ? "given" : null);

        for (var turn = 0; turn < 6; turn++)
        {
            await agent.RunAsync(streamed: turn % 2 == 0, $"turn {turn}", session);
            (agent, session) = await RestartAsync(model, store, agent, session, configure);
        }

        var all = Enumerable.Range(0, 6).SelectMany(turn => new[] { $"user: turn {turn}", $"assistant: answer {turn}" }).ToList();
        Assert.All(model.Log.Requests, request => Assert.Equal(owner == "service" ? [$"user: turn {request.Number}"] : all.Take((2 * request.Number) + 1), request.Texts));
        Assert.Equal(owner == "session" ? all : [], (await SessionPicture.TakeAsync(agent, session)).History);
        Assert.Equal(owner == "provider" ? all : [], history.Messages.GetValueOrDefault("s", []).Select(MessageText.Of));
        Assert.Equal(all, audit.Messages["s"].Select(MessageText.Of));
    }

    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task A_second_owner_costs_neither_the_answer_nor_the_history(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("paid for").In("thread"));
        var agent = Agent(model, CreateStore(), With(new DictionaryHistoryProvider()));
        var session = await agent.GetSessionAsync("s");

        var response = await agent.RunAsync(streamed, "one", session);
        await agent.RunAsync(streamed, "two", session);

        Assert.Equal("paid for", response.Text);
        Assert.Equal(TurnIssueKind.ServiceSessionIdIgnored, Assert.Single(response.Issues).Kind);
        Assert.Equal(["user: one", "assistant: paid for", "user: two"], model.Log.Last.Texts);
    }

    [Fact]
    public async Task Two_owners_that_can_be_known_before_the_model_is_called_are_refused_before_it_is()
    {
        var store = CreateStore();
        var model = new ScriptedModel();
        Assert.Throws<ArgumentException>(() => Agent(model, store, With(new DictionaryHistoryProvider("one"), new DictionaryHistoryProvider("two"))));
        if (store is not null)
        {
            var agent = Agent(model, store);
            await agent.RunAsync("one", await agent.GetSessionAsync("s"));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.GetSessionAsync("s", serviceSessionId: "thread"));
        }

        Assert.Equal(store is null ? 0 : 1, model.Log.Requests.Count);
    }

    [Fact]
    public async Task A_session_that_the_service_keeps_changes_nothing_for_the_others_of_its_agent()
    {
        var history = new DictionaryHistoryProvider();
        var model = new ScriptedModel(request => ModelAnswer.Of("answer").In(request.Options?.ConversationId));
        var agent = Agent(model, CreateStore(), With(history));
        var (local, remote, another) = (await agent.GetSessionAsync("local"), await agent.GetSessionAsync("remote"), await agent.GetSessionAsync("another"));

        await agent.RunAsync("one", local);
        await agent.RunAsync("one", remote, AskingFor("thread"));
        await agent.RunAsync("two", local);
        await agent.RunAsync("one", another);

        Assert.Equal(["another", "local"], history.Messages.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["user: one", "assistant: answer", "user: two", "assistant: answer"], history.Messages["local"].Select(MessageText.Of));
    }

    [Fact]
    public async Task A_local_session_is_stored_without_any_id_that_stands_for_being_local()
    {
        var model = new ScriptedModel();
        var store = CreateStore();
        var agent = Agent(model, store);
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("one", session);

        Assert.False((await agent.SerializeSessionAsync(session)).TryGetProperty("serviceSessionId", out _));
        var (later, found) = await RestartAsync(model, store, agent, session, With(new DictionaryHistoryProvider("audit", load: false)));
        await later.RunAsync("two", found);

        Assert.Null(found.ServiceSessionId);
        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], model.Log.Last.Texts);
    }
}
