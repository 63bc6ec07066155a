using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Sessions.Agents;

namespace Sessions.Tests.Tools;

/// <summary>A call that nothing ran is said to the caller and logged, unless it is meant to be the caller's.</summary>
public class CallNotRunTests
{
    private static readonly AIFunction Tool = AIFunctionFactory.Create(() => "done", "tool");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_is_used_as_it_is_runs_nothing(bool streamed)
    {
        using var logs = new RecordingLoggerFactory();
        var agent = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "tool")).AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            UseProvidedChatClientAsIs = true,
            ChatOptions = new ChatOptions { Tools = [Tool] },
            LoggerFactory = logs,
        });

        var response = await agent.RunAsync(streamed, "go", await agent.CreateSessionAsync());

        var issue = Assert.Single(response.Issues);
        Assert.Equal(TurnIssueKind.CallNotRun, issue.Kind);
        Assert.Contains("'tool' (call 'c1')", issue.Message, StringComparison.Ordinal);
        Assert.Contains(logs.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("'tool'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_of_a_tool_that_no_turn_has_is_said()
    {
        var agent = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "unknown")).AsAIAgent(name: "A");

        Assert.Equal(TurnIssueKind.CallNotRun, Assert.Single((await agent.RunAsync("go")).Issues).Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_of_declared_tools_and_those_that_wait_for_approval_are_meant(bool streamed)
    {
        var declared = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "tool")).AsAIAgent(name: "A", tools: [Tool.AsDeclarationOnly()]);
        var approved = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "tool")).AsAIAgent(name: "A", tools: [new ApprovalRequiredAIFunction(Tool)]);

        var provided = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "tool")).AsAIAgent(new ChatClientAgentOptions { ContextProviders = [new Hook("tools", turn => turn.Tools.Add(Tool.AsDeclarationOnly()))] });
        var ofRun = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "tool")).AsAIAgent(name: "A");

        Assert.Empty((await declared.RunAsync(streamed, "go", session: null)).Issues);
        Assert.Empty((await provided.RunAsync(streamed, "go", session: null)).Issues);
        Assert.Empty((await ofRun.RunAsync(streamed, "go", session: null, new ChatClientAgentRunOptions { ChatOptions = new ChatOptions { Tools = [Tool.AsDeclarationOnly()] } })).Issues);
        Assert.Empty((await approved.RunAsync(streamed, "go", session: null)).Issues);
    }

    [Fact]
    public async Task A_tool_that_the_model_made_up_is_answered_as_such()
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "made up"), ModelAnswer.Of("sorry"));
        var agent = model.AsAIAgent(name: "A", tools: [Tool]);

        var response = await agent.RunAsync("go");

        Assert.Empty(response.Issues);
        Assert.Equal("sorry", response.Text);
    }
}
