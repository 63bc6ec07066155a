using Microsoft.Agents.AI;
using Sessions.AgentFramework.Tests.Guide;

namespace Sessions.AgentFramework.Tests.ComingOver;

/// <summary>Both sides of the guide for those who come from the framework do the same.</summary>
public sealed class ComingOverTests : IDisposable
{
    private readonly ScriptedModel _model = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("coming-over-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task State()
    {
        var session = await Plain().CreateSessionAsync();
        Before.Remember(session);
        After.Remember(session);

        Assert.Equal(["hiking"], session.StateBag.GetValue<Preferences>("preferences")!.Interests);
        Assert.Equal(["hiking"], session.GetTravelPreferences().Interests);
    }

    [Fact]
    public async Task A_history_of_your_own()
    {
        foreach (var agent in new[] { Before.Keep(_model, new MessageTable()), After.Keep(_model, new MessageTable()) })
        {
            var session = await agent.CreateSessionAsync();
            session.SetSessionKey(new SessionKey("acme", "alice-42"));
            await agent.RunAsync("one", session);
            await agent.RunAsync("two", session);
            Assert.Equal(3, _model.Log.Last.Messages.Count);
        }
    }

    [Fact]
    public async Task Resuming()
    {
        var agent = Plain();
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("Hello.", session);
        await Before.ResumeAsync(agent, session, Path.Combine(_folder, "session.json"));
        Assert.Equal(3, _model.Log.Last.Messages.Count);

        await After.ResumeAsync(agent, Path.Combine(_folder, "sessions.db"));
        await After.ResumeAsync(agent, Path.Combine(_folder, "sessions.db"));
        Assert.Equal(3, _model.Log.Last.Messages.Count);
    }

    [Fact]
    public async Task A_web_request()
    {
        var (rows, durable) = (new SessionRows(), Plain().WithSessions(new InMemorySessionStore()));
        foreach (var text in new[] { "one", "two" })
        {
            Assert.NotEmpty(await Before.AnswerAsync(Plain(), rows, "acme", "alice-42", text, CancellationToken.None));
            Assert.NotEmpty(await After.AnswerAsync(durable, "acme", "alice-42", text, CancellationToken.None));
        }

        Assert.Equal([1, 1, 3, 3], _model.Log.Requests.Select(request => request.Messages.Count));
    }

    [Fact]
    public async Task A_workflow()
    {
        foreach (var workflow in new[] { Before.Build(Plain(), Plain("Editor")), After.Build(Plain(), Plain("Editor"), new InMemorySessionStore()) })
        {
            var response = await Microsoft.Agents.AI.Workflows.WorkflowHostingExtensions.AsAIAgent(workflow, name: "Both").RunAsync("Go.");
            Assert.NotEmpty(response.Text);
        }
    }

    [Fact]
    public async Task Tests()
    {
        await Before.TestAsync();
        await After.TestAsync();
    }

    [Fact]
    public void Every_snippet_is_what_is_tested() =>
        Assert.InRange(PageSnippets.ThrowIfNotFrom("docs/guides/from-agent-framework.md", "tests/Sessions.AgentFramework.Tests"), 12, int.MaxValue);

    private ChatClientAgent Plain(string name = "Guide") => new(_model, name: name);
}
