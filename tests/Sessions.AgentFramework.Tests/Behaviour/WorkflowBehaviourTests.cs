using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>Agents in workflows.</summary>
public class WorkflowBehaviourTests : BehaviourTests
{
    private AIAgent Named(string name, bool wrapped, IChatClient? model = null) =>
        Wrap(
            new ChatClientAgent(
                model ?? new ScriptedModel(request => ModelAnswer.Of($"{name}: {request.Messages[^1].Text}")),
                new ChatClientAgentOptions { Id = name, Name = name, Description = $"Is {name}." }),
            wrapped);

    private static string[] Said(AgentResponse response) => [.. response.Messages.Where(message => message.Role == ChatRole.Assistant && message.Text.Length > 0).Select(message => message.Text)];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task One_agent_after_the_other(bool wrapped, bool streamed)
    {
        var agent = AgentWorkflowBuilder.BuildSequential(Named("one", wrapped), Named("two", wrapped), Named("three", wrapped)).AsAIAgent(name: "All");

        var response = await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        Assert.Equal(["one: go", "two: one: go", "three: two: one: go"], Said(response));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Agents_at_the_same_time(bool wrapped, bool streamed)
    {
        var agent = AgentWorkflowBuilder.BuildConcurrent([Named("one", wrapped), Named("two", wrapped), Named("three", wrapped)], aggregator: null).AsAIAgent(name: "All");

        var response = await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        // A stream of several agents at once is in no order: what each said is what counts.
        var said = string.Join('|', Said(response));
        Assert.All(["one: ", "two: ", "three: "], start => Assert.Contains(start, said, StringComparison.Ordinal));
        Assert.Equal(["one", "three", "two"], response.Messages.Where(message => message.AuthorName is not null).Select(message => message.AuthorName).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_group_that_takes_turns(bool wrapped, bool streamed)
    {
        var workflow = AgentWorkflowBuilder
            .CreateGroupChatBuilderWith(agents => new RoundRobinGroupChatManager(agents) { MaximumIterationCount = 4 })
            .AddParticipants(Named("one", wrapped), Named("two", wrapped))
            .Build();
        var agent = workflow.AsAIAgent(name: "Group");

        var response = await RunAsync(agent, streamed, "go", await agent.CreateSessionAsync());

        Assert.Equal(["one: go", "two: one: go", "one: two: one: go", "two: one: two: one: go"], Said(response).Take(4));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task An_agent_hands_over_to_another_and_back(bool wrapped, bool streamed)
    {
        var triage = new ScriptedModel(request => HandOver(request) is { } call && Texts(request)[^1] == "sums" ? ModelAnswer.Nothing.Call($"h{request.Number}", call) : ModelAnswer.Of("triage here"));
        var maths = new ScriptedModel(request => HandOver(request) is { } call && Texts(request)[^1] == "words" ? ModelAnswer.Nothing.Call($"m{request.Number}", call) : ModelAnswer.Of("maths here"));
        var (first, second) = (Named("triage", wrapped, triage), Named("maths", wrapped, maths));
        var agent = AgentWorkflowBuilder.CreateHandoffBuilderWith(first).WithHandoff(first, second, "for sums").WithHandoff(second, first, "for words").Build().AsAIAgent(name: "Desk");
        var session = await agent.CreateSessionAsync();

        var one = await RunAsync(agent, streamed, "sums", session);
        var two = await RunAsync(agent, streamed, "sums", session);
        var three = await RunAsync(agent, streamed, "hello", session);

        Assert.Equal(["maths here"], Said(one));
        Assert.Equal(["maths here"], Said(two));
        Assert.Equal(["triage here"], Said(three));
        triage.Log.ThrowIfInvalid();
        maths.Log.ThrowIfInvalid();
        Assert.Equal((3, 2), (triage.Log.Requests.Count, maths.Log.Requests.Count));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_workflow_as_an_agent_remembers(bool wrapped, bool streamed)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}"));
        AIAgent New() => AgentWorkflowBuilder.BuildSequential(Named("one", wrapped, model)).AsAIAgent(id: "w", name: "w");
        var agent = New();
        var session = await agent.CreateSessionAsync();

        await RunAsync(agent, streamed, "first", session);
        await RunAsync(agent, streamed, "second", session);
        await RunAsync(New(), streamed, "third", await MoveAsync(agent, New(), session));

        // What of the conversation the workflow sends on besides is its own matter.
        var texts = Texts(model.Log.Last);
        Assert.Equal("third", texts[^1]);
        Assert.Contains("re first", texts);
        Assert.Contains("re second", texts);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_workflow_is_watched(bool wrapped)
    {
        var workflow = AgentWorkflowBuilder.BuildSequential(Named("one", wrapped), Named("two", wrapped));
        await using var run = await InProcessExecution.RunStreamingAsync(workflow, new List<ChatMessage> { new(ChatRole.User, "go there") });
        await run.TrySendMessageAsync(new TurnToken(emitEvents: true));
        var (updates, output) = (new List<AgentResponseUpdate>(), default(List<ChatMessage>));
        await foreach (var happened in run.WatchStreamAsync())
        {
            Assert.False(happened is WorkflowErrorEvent or ExecutorFailedEvent, $"{happened}");
            if (happened is AgentResponseUpdateEvent update)
            {
                updates.Add(update.Update);
            }
            else if (happened is WorkflowOutputEvent put)
            {
                output = put.As<List<ChatMessage>>() ?? output;
            }
        }

        Assert.Equal("one: go theretwo: one: go there", string.Concat(updates.Select(update => update.Text)));
        Assert.Equal("two: one: go there", output![^1].Text);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_workflow_is_resumed_from_a_checkpoint(bool wrapped)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}"));
        Workflow New() => AgentWorkflowBuilder.BuildSequential(Named("one", wrapped, model), Named("two", wrapped, model));
        var checkpoints = CheckpointManager.CreateInMemory();
        var all = new List<CheckpointInfo>();
        await using (var run = await InProcessExecution.RunStreamingAsync(New(), new List<ChatMessage> { new(ChatRole.User, "go") }, checkpoints))
        {
            await run.TrySendMessageAsync(new TurnToken(emitEvents: false));
            await foreach (var happened in run.WatchStreamAsync())
            {
                Assert.False(happened is WorkflowErrorEvent or ExecutorFailedEvent, $"{happened}");
                if (happened is SuperStepCompletedEvent { CompletionInfo.Checkpoint: { } checkpoint })
                {
                    all.Add(checkpoint);
                }
            }
        }

        await using var resumed = await InProcessExecution.ResumeStreamingAsync(New(), all[^1], checkpoints);
        await resumed.TrySendMessageAsync(new List<ChatMessage> { new(ChatRole.User, "again") });
        await resumed.TrySendMessageAsync(new TurnToken(emitEvents: false));
        var output = default(List<ChatMessage>);
        await foreach (var happened in resumed.WatchStreamAsync())
        {
            Assert.False(happened is WorkflowErrorEvent or ExecutorFailedEvent, $"{happened}");
            output = (happened as WorkflowOutputEvent)?.As<List<ChatMessage>>() ?? output;
        }

        Assert.Equal("re re again", output![^1].Text);
        Assert.Contains("re re go", Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task An_approval_is_asked_for_through_a_workflow(bool wrapped, bool streamed)
    {
        var paid = 0;
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "pay"), ModelAnswer.Of("done"));
        var payer = Wrap(new ChatClientAgent(model, name: "payer", tools: [new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => ++paid, "pay"))]), wrapped);
        var agent = AgentWorkflowBuilder.BuildSequential(payer).AsAIAgent(name: "w");
        var session = await agent.CreateSessionAsync();

        // The one that the workflow asks, beside that of its agent.
        var request = Contents<ToolApprovalRequestContent>(await RunAsync(agent, streamed, "pay", session)).Single(asked => asked.RequestId.Contains("payer", StringComparison.Ordinal));
        Assert.Equal(0, paid);
        var response = await RunAsync(agent, streamed, [new ChatMessage(ChatRole.User, [request.CreateResponse(true)])], session);

        Assert.Equal(1, paid);
        Assert.Contains("done", Said(response));
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_workflow_runs_again_and_again_on_its_own(bool wrapped, bool streamed)
    {
        var agent = AgentWorkflowBuilder.BuildSequential(Named("one", wrapped)).AsAIAgent(name: "w");

        var said = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            said.AddRange(Said(await RunAsync(agent, streamed, $"go {i}", await agent.CreateSessionAsync())));
        }

        Assert.Equal(["one: go 0", "one: go 1", "one: go 2"], said);
    }

    private static string? HandOver(ModelRequest request) => request.Options?.Tools?.FirstOrDefault(tool => tool.Name.StartsWith("handoff_to_", StringComparison.Ordinal))?.Name;
}
