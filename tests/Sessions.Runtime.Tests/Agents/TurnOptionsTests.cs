using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Agents;

public class TurnOptionsTests
{
    private readonly QueuedAnswerClient _client = new();

    [Fact]
    public async Task The_run_comes_before_the_agent_and_adds_instructions_and_tools()
    {
        var ofAgent = AIFunctionFactory.Create(() => 1, "agent");
        var ofRun = AIFunctionFactory.Create(() => 2, "run");
        var options = new ChatOptions { Instructions = "Agent.", ModelId = "m", Temperature = 0.1f, Tools = [ofAgent], AdditionalProperties = new() { ["a"] = 1, ["b"] = 1 } };
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", ChatOptions = options });
        var ofThisRun = new ChatOptions { Instructions = "Run.", Temperature = 0.9f, Tools = [ofRun], AdditionalProperties = new() { ["b"] = 2 } };

        await agent.RunAsync("hi", options: new ChatClientAgentRunOptions { ChatOptions = ofThisRun, ResponseFormat = ChatResponseFormat.Json, AdditionalProperties = new() { ["c"] = 3 } });

        var sent = _client.Last.Options!;
        Assert.Equal(("Agent.\nRun.", "m", 0.9f), (sent.Instructions, sent.ModelId, sent.Temperature));
        Assert.Equal(ChatResponseFormat.Json, sent.ResponseFormat);
        Assert.Equal([ofAgent, ofRun], sent.Tools!);
        Assert.Equal((1, 2, 3), (sent.AdditionalProperties!["a"], sent.AdditionalProperties["b"], sent.AdditionalProperties["c"]));
        Assert.Equal("Run.", ofThisRun.Instructions);
        Assert.Equal(2, ofThisRun.AdditionalProperties["b"]);
        Assert.Single(ofThisRun.Tools);
    }

    [Fact]
    public async Task Options_that_are_changed_later_do_not_change_the_agent()
    {
        var options = new ChatClientAgentOptions { Name = "A", ChatOptions = new() { Instructions = "Agent." } };
        var agent = _client.AsAIAgent(options);

        options.ChatOptions.Instructions = "Changed.";
        options.ContextProviders.Add(new Hook("late", _ => throw new InvalidOperationException()));
        await agent.RunAsync("hi");

        Assert.Equal("Agent.", _client.Last.Options!.Instructions);
    }

    [Fact]
    public async Task Every_property_of_the_agents_options_reaches_the_model()
    {
        // Set by reflection, so that a property that a later release of ChatOptions adds cannot be forgotten in the merge.
        var options = new ChatOptions();
        foreach (var property in typeof(ChatOptions).GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(options, Sample(property.PropertyType));
        }

        await _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", ChatOptions = options }).RunAsync("hi");

        // A token is for one run, and is not the agent's to give.
        foreach (var property in typeof(ChatOptions).GetProperties().Where(property => property.CanWrite && property.PropertyType != typeof(ResponseContinuationToken)))
        {
            Assert.True(property.GetValue(_client.Last.Options) is not null, $"{property.Name} was lost.");
        }
    }

    private static object Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? "x"
            : type == typeof(ChatResponseFormat) ? ChatResponseFormat.Text
            : type == typeof(ChatToolMode) ? ChatToolMode.Auto
            : type == typeof(IList<string>) ? new List<string> { "x" }
            : type == typeof(IList<AITool>) ? new List<AITool> { AIFunctionFactory.Create(() => 1, "f") }
            : type == typeof(Func<IChatClient, object?>) ? (Func<IChatClient, object?>)(_ => null)
            : type == typeof(ResponseContinuationToken) ? ResponseContinuationToken.FromBytes(new byte[] { 1 })
            : Activator.CreateInstance(type)!;
    }
}
