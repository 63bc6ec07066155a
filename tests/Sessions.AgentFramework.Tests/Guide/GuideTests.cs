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
    public void Every_snippet_is_what_is_tested() =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom("docs/guides/agent-framework.md", "tests/Sessions.AgentFramework.Tests"), 4, int.MaxValue);
}
