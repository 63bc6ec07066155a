using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.Guide;

/// <summary>What the guide shows does what it says.</summary>
public class GuideTests
{
    [Fact]
    public async Task Ours_runs_as_one_of_theirs()
    {
        var (store, model) = (new InMemorySessionStore(), new ScriptedModel());
        var (agent, session) = await Adapted.TalkAsync(model.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = store }));
        Adapted.Show(session);

        Assert.Equal(2, Assert.Single(await agent.GetService<AIAgent>()!.ListSessionsAsync().ToListAsync()).TurnCount);
        Assert.NotNull(Adapted.Build(agent, new Framework.ChatClientAgent(model, name: "Theirs")));
    }

    [Fact]
    public async Task Their_sessions_have_typed_state()
    {
        var (session, saved) = await TypedState.SetAsync(new ScriptedModel());
        TypedState.ReadInTheirWay(session);

        Assert.Equal(
            """{"TravelPreferences":{"UserName":"Alice","Interests":["hiking"]},"TravelPreferences.$version":1}""",
            $"{{{string.Join(',', saved.GetProperty("stateBag").EnumerateObject().OrderBy(slot => slot.Name, StringComparer.Ordinal))}}}");
    }

    [Fact]
    public async Task Their_agents_have_our_histories()
    {
        var (db, model) = (new ConcurrentDictionary<SessionKey, IReadOnlyList<ChatMessage>>(), new ScriptedModel());
        await Histories.TalkAsync(model, db);
        await Histories.TalkAsync(model, db);

        Assert.Equal(4, db[new SessionKey("acme", "alice-42")].Count);
        Assert.Equal(3, model.Log.Last.Messages.Count);
    }

    [Fact]
    public async Task Their_sessions_are_kept_in_our_stores()
    {
        var (store, model) = (new InMemorySessionStore(), new ScriptedModel());
        await Stores.AnswerAsync(store, new Framework.ChatClientAgent(model, name: "Guide"));
        await Stores.AnswerAsync(store, new Framework.ChatClientAgent(model, name: "Guide"));

        Assert.Equal(3, model.Log.Last.Messages.Count);
    }

    [Fact]
    public async Task Their_sessions_become_ours()
    {
        var (_, saved) = await TypedState.SetAsync(new ScriptedModel());
        var import = await Importing.ImportAsync(new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = new InMemorySessionStore() }), saved);

        Assert.Equal("Alice", import.Session.GetTravelPreferences().UserName);
        Assert.Empty(import.Issues);
    }

    [Fact]
    public async Task The_frameworks_sessions_are_in_a_store()
    {
        var (store, plain) = (new InMemorySessionStore(), new Framework.ChatClientAgent(new ScriptedModel(), name: "Guide"));
        var (agent, session) = await Durable.BeginAsync(plain, store);

        var (issues, turn) = await Durable.RepeatAsync(agent, session);
        Assert.Empty(issues);
        Assert.Equal(turn, (await Durable.RepeatAsync(agent, session)).Turn);
        Assert.Equal((4, 2, true), await Durable.OperateAsync(agent, session, new SessionKey("acme", "alice-42")));

        var saved = await agent.SerializeSessionAsync(await agent.CreateSessionAsync(new SessionKey("acme", "bob")));
        Assert.NotNull(await Durable.Check(plain, store, ("acme", "Bob")).DeserializeSessionAsync(saved));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(async () => await Durable.Check(plain, store, ("other", "Eve")).DeserializeSessionAsync(saved));
    }

    [Fact]
    public void Every_snippet_is_what_is_tested() =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom("docs/guides/agent-framework.md", "tests/Sessions.AgentFramework.Tests", "samples/AgentFramework"), 10, int.MaxValue);
}
