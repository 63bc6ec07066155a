using System.Text.Json;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests;

/// <summary>Our agents in the framework's workflows, beside agents of its own.</summary>
public class WorkflowTests
{
    private readonly InMemorySessionStore _store = new();
    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"{request.Options?.Instructions}: {request.Messages[^1].Text}"));

    [Fact]
    public async Task One_after_the_other()
    {
        var workflow = AgentWorkflowBuilder.BuildSequential([Ours("one"), Ours("two"), Theirs("three")]);

        var said = await RunAsync(workflow, "go");

        Assert.Equal(["one: go", "two: one: go", "three: two: one: go"], said);
    }

    [Fact]
    public async Task At_the_same_time()
    {
        var workflow = AgentWorkflowBuilder.BuildConcurrent([Ours("one"), Ours("two"), Theirs("three")], aggregator: null);

        var said = await RunAsync(workflow, "go");

        Assert.Equal(["one: go", "three: go", "two: go"], said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_workflow_as_an_agent_goes_on_with_its_second_turn_and_after_a_checkpoint()
    {
        var (agent, session) = (WorkflowAgent(), default(Framework.AgentSession));
        session = await agent.CreateSessionAsync();
        await agent.RunAsync("first", session);
        await agent.RunAsync("second", session);
        var checkpoint = JsonDocument.Parse((await agent.SerializeSessionAsync(session)).GetRawText()).RootElement;

        var later = WorkflowAgent();
        await later.RunAsync("third", await later.DeserializeSessionAsync(checkpoint));

        // What the workflow hands on is its own matter: each of ours has its conversation so far, and then what is new.
        var texts = _model.Log.Requests.Last(request => request.Options?.Instructions == "one").Messages.Select(message => message.Text).ToList();
        Assert.Contains("one: first", texts);
        Assert.Contains("one: second", texts);
        Assert.Equal("third", texts[^1]);
    }

    [Fact]
    public async Task What_is_said_in_a_workflow_is_in_the_store()
    {
        await RunAsync(AgentWorkflowBuilder.BuildSequential([Ours("one"), Ours("two")]), "go");

        var sessions = await _store.ListAsync(new SessionQuery()).ToListAsync();
        Assert.Equal(["one", "two"], sessions.Select(session => session.AgentId).Order(StringComparer.Ordinal));
        Assert.All(sessions, session => Assert.Equal(1, session.TurnCount));
    }

    private Framework.AIAgent WorkflowAgent() => AgentWorkflowBuilder.BuildSequential([Ours("one"), Ours("two")]).AsAIAgent(id: "w", name: "w");

    private Framework.AIAgent Ours(string name) => _model.AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = _store, ChatOptions = new ChatOptions { Instructions = name } }).AsAgentFrameworkAgent();

    private Framework.ChatClientAgent Theirs(string name) => new Framework.ChatClientAgent(_model, instructions: name, name: name);

    /// <summary>What the agents said, in the order in which they ended.</summary>
    private static async Task<List<string>> RunAsync(Workflow workflow, string message)
    {
        var agent = workflow.AsAIAgent(id: "workflow", name: "workflow");
        var response = await agent.RunAsync(message, await agent.CreateSessionAsync());
        return [.. response.Messages.Where(said => said.Role == ChatRole.Assistant).Select(said => said.Text)];
    }
}
