using System.Text.Json;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Sessions.Tests.Messages;

namespace Sessions.Tests.Diagnostics;

/// <summary>How a trace tells contents of each kind, where the options ask for what was said.</summary>
[Collection(nameof(TelemetryTests))]
public sealed class TelemetryPartTests : IDisposable
{
    private readonly TelemetryRecorder _recorder = new();

    public static TheoryData<string> Kinds => [.. ContentFiller.Kinds.Select(kind => kind.Name)];

    public static TheoryData<AIContent, string> Forms => new()
    {
        { new HostedFileContent("f") { MediaType = "image/png" }, """{"type":"file","mime_type":"image/png","modality":"image","file_id":"f"}""" },
        { new HostedVectorStoreContent("v"), """{"type":"vector_store","content":"v"}""" },
        { new ErrorContent("no"), """{"type":"error","content":"no"}""" },
        { new UsageContent(), """{"type":"UsageContent"}""" },
        { new ToolApprovalRequestContent("r", Pay()), """{"type":"tool_approval_request","id":"r","tool_call":{"type":"tool_call","id":"c","name":"pay","arguments":{"sum":3}}}""" },
        { new ToolApprovalResponseContent("r", approved: false, Pay()) { Reason = "dear" }, """{"type":"tool_approval_response","id":"r","approved":false,"reason":"dear"}""" },
        { new WebSearchToolCallContent("c") { Queries = ["a", "b"] }, """{"type":"server_tool_call","id":"c","name":"web_search","server_tool_call":{"type":"web_search","queries":["a","b"]}}""" },
        { new CodeInterpreterToolCallContent("c") { Inputs = [new DataContent("1+1"u8.ToArray(), "text/x-python")] }, """{"type":"server_tool_call","id":"c","name":"code_interpreter","server_tool_call":{"type":"code_interpreter","code":"1+1"}}""" },
        { new CodeInterpreterToolResultContent("c") { Outputs = [new TextContent("2")] }, """{"type":"server_tool_call_response","id":"c","server_tool_call_response":{"type":"code_interpreter","output":[{"type":"text","content":"2"}]}}""" },
        { new ImageGenerationToolCallContent("c"), """{"type":"server_tool_call","id":"c","name":"image_generation","server_tool_call":{"type":"image_generation"}}""" },
        { new ImageGenerationToolResultContent("c"), """{"type":"server_tool_call_response","id":"c","server_tool_call_response":{"type":"image_generation","output":[]}}""" },
        { new McpServerToolCallContent("c", "find", "shop") { Arguments = new Dictionary<string, object?> { ["q"] = "x" } }, """{"type":"server_tool_call","id":"c","name":"find","server_tool_call":{"type":"mcp","server_name":"shop","arguments":{"q":"x"}}}""" },
        { new McpServerToolResultContent("c") { Outputs = [new TextContent("y")] }, """{"type":"server_tool_call_response","id":"c","server_tool_call_response":{"type":"mcp","output":[{"type":"text","content":"y"}]}}""" },
        { new ToolCallContent("c"), """{"type":"server_tool_call","id":"c","name":"ToolCallContent","server_tool_call":{"type":"ToolCallContent"}}""" },
        { new AIContent(), """{"type":"AIContent"}""" },
    };

    public void Dispose() => _recorder.Dispose();

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Each_kind_is_told_in_the_form_of_the_conventions(AIContent content, string form) =>
        Assert.Equal(form, (await PartOfAsync(content)).GetRawText());

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_content_with_all_that_it_can_hold_is_told(string kind)
    {
        var part = await PartOfAsync(ContentFiller.Create(ContentFiller.Kinds.Single(type => type.Name == kind)));

        Assert.NotEmpty(part.GetProperty("type").GetString()!);
    }

    private static FunctionCallContent Pay() => new("c", "pay", new Dictionary<string, object?> { ["sum"] = 3 });

    /// <summary>What is told of a content that the model answers with.</summary>
    private async Task<JsonElement> PartOfAsync(AIContent content)
    {
        var agent = new GivenAnswerClient(new ChatMessage(ChatRole.Assistant, [content])).AsAIAgent(new ChatClientAgentOptions { Name = "A", EnableSensitiveData = true });
        await agent.RunAsync("go", cancellationToken: TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse((string)_recorder.Turn.GetTagItem("gen_ai.output.messages")!);
        return json.RootElement[0].GetProperty("parts")[0].Clone();
    }
}
