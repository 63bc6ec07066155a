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
    public void Every_snippet_is_what_is_tested() =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom("docs/guides/agent-framework.md", "tests/Sessions.AgentFramework.Tests"), 7, int.MaxValue);
}
