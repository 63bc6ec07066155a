using System.Text;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>
/// Sessions in the wrong hands. That one agent's session is used with another is found while typing too: SESS301, SESS302 and
/// SESS303 of the analyzers.
/// </summary>
public abstract class SessionIsolationTests(TestStores stores) : ReportedFailureTests(stores)
{
    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task Another_agent_does_not_go_on_with_a_session(bool streamed)
    {
        var store = CreateStore();
        var model = new ScriptedModel();
        var agent = Agent(model, store);
        var other = Agent(model, store, options => options.Name = "B");
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("secret", session);
        var saved = await agent.SerializeSessionAsync(session);

        Func<Task>[] attempts =
        [
            async () => await other.RunAsync(streamed, "what was said?", session),
            async () => await other.SerializeSessionAsync(session),
            async () => await other.DeserializeSessionAsync(saved),
            async () => await other.SaveSessionAsync(session),
            async () => await other.ForkSessionAsync(session),
            async () => await other.RewindSessionAsync(session, 0),
            async () => await other.RegenerateAsync(session),
            async () => await other.ReadMessagesAsync(session).ToListAsync(),
            .. store is null ? Array.Empty<Func<Task>>() : [async () => await other.GetSessionAsync("s"), async () => await other.DeleteSessionAsync(new SessionKey("s"))],
        ];
        foreach (var attempt in attempts)
        {
            var error = await Assert.ThrowsAsync<SessionMismatchException>(attempt);
            Assert.Equal(("A", "B"), (error.OwnerId, error.AgentId));
        }

        Assert.Single(model.Log.Requests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"s\"")]
    [InlineData("{\"id\":\"s\"}")]
    [InlineData("{\"messages\":[]}")]
    [InlineData("{\"conversationId\":\"thread\",\"chatHistoryProviderState\":{\"messages\":[]},\"stateBag\":{}}")]
    public async Task Json_that_is_no_session_does_not_restore_to_an_empty_one(string json)
    {
        var agent = Agent(new ScriptedModel(), CreateStore());

        await Assert.ThrowsAsync<SessionFormatException>(async () => await agent.DeserializeSessionAsync(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public async Task The_same_agent_in_a_new_process_finds_its_sessions()
    {
        var model = new ScriptedModel();
        var store = CreateStore();
        var agent = Agent(model, store);
        var session = await agent.GetSessionAsync("s");
        session.State.Set(new Tally { Count = 7 });
        await agent.RunAsync("one", session);

        var (later, found) = await RestartAsync(model, store, agent, session);
        await later.RunAsync("two", found);

        Assert.Equal(7, found.State.Get<Tally>().Count);
        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], model.Log.Last.Texts);
    }

    [Fact]
    public async Task An_agent_that_no_other_process_could_know_keeps_nothing_for_later()
    {
        var store = CreateStore();
        if (store is not null)
        {
            Assert.Throws<ArgumentException>(() => Agent(new ScriptedModel(), store, options => options.Name = null));
            return;
        }

        var agent = Agent(new ScriptedModel(), store: null, options => options.Name = null);
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.SerializeSessionAsync(session));
    }

    [Fact]
    public async Task A_session_without_an_id_is_a_new_one_and_no_default_that_all_share()
    {
        var model = new ScriptedModel();
        var agent = Agent(model, CreateStore());

        await agent.RunAsync("secret", await agent.GetSessionAsync());
        await agent.RunAsync("two", await agent.GetSessionAsync());
        await agent.RunAsync("three", await agent.CreateSessionAsync());

        Assert.All(model.Log.Requests, request => Assert.Single(request.Texts));
        await Assert.ThrowsAsync<ArgumentException>(async () => await agent.GetSessionAsync(""));
        await Assert.ThrowsAsync<ArgumentException>(async () => await agent.CreateSessionAsync(""));
    }
}
