using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Serialization;

/// <summary>What a tool returned is after a restart what it was: content stays content, and what only looks like it stays JSON.</summary>
public class ToolResultTests
{
    public static TheoryData<string, string> Cases { get; } = new()
    {
        { "image", "DataContent" },
        { "text", "TextContent" },
        { "several", "AIContent[]" },
        { "list", "AIContent[]" },
        { "none", "AIContent[]" },
        { "nested", "AIContent[]" },
        { "string", "String" },
        { "number", "Number" },
        { "object", "Object" },
        { "marked", "Object" },
        { "marked node", "Object" },
        { "marked twice", "Object" },
        { "typed", "Array" },
        { "null", "null" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task It_comes_back_as_what_it_was(string name, string kind)
    {
        var result = Create(name);
        var store = new InMemorySessionStore();
        var agent = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, SessionCacheBytes = 0 });
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync(
            [
                new ChatMessage(ChatRole.User, "show"),
                new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "show")]),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", result)]),
            ],
            session);

        var stored = await ResultAsync(agent, await agent.GetSessionAsync("s"));
        var restored = await ResultAsync(agent, await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session)));

        Assert.Equal(kind, KindOf(stored));
        Assert.Equal(Text(result), Text(stored));
        Assert.Equal(Text(result), Text(restored));
        Assert.Equal(kind, KindOf(restored));
    }

    private static object? Create(string name) => name switch
    {
        "image" => new DataContent(new byte[] { 1, 2, 3 }, "image/png"),
        "text" => new TextContent("a photo"),
        "several" => new AIContent[] { new TextContent("a photo"), new DataContent(new byte[] { 1, 2, 3 }, "image/png") },
        "list" => new List<AIContent> { new UriContent("https://example.com/a.png", "image/png") },
        "none" => Array.Empty<AIContent>(),
        "nested" => new AIContent[] { new FunctionResultContent("inner", new DataContent(new byte[] { 4 }, "image/png")) },
        "string" => "{\"$content\":1}",
        "number" => 17,
        "object" => JsonDocument.Parse("""{"a":[1,{"$content":2}],"$content":3}""").RootElement,
        "marked" => JsonDocument.Parse("""{"$contents":[{"$type":"text","text":"no content"}]}""").RootElement,
        "marked node" => JsonNode.Parse("""{"$content":{"$type":"text","text":"no content"}}"""),
        "marked twice" => JsonDocument.Parse("""{"$value":{"$value":1}}""").RootElement,
        "typed" => JsonDocument.Parse("""[{"$type":"text","text":"no content"}]""").RootElement,
        _ => null,
    };

    private static async Task<object?> ResultAsync(AIAgent agent, AgentSession session)
    {
        await foreach (var message in agent.ReadMessagesAsync(session))
        {
            if (message.Contents.OfType<FunctionResultContent>().SingleOrDefault() is { } result)
            {
                return result.Result;
            }
        }

        throw new InvalidOperationException("There is no result.");
    }

    private static string KindOf(object? result) => result switch
    {
        null => "null",
        JsonElement element => element.ValueKind.ToString(),
        _ => result.GetType().Name,
    };

    private static string Text(object? result) => result switch
    {
        null => "null",
        IEnumerable<AIContent> contents => JsonSerializer.Serialize(contents.ToList(), AIJsonUtilities.DefaultOptions),
        AIContent content => JsonSerializer.Serialize(content, AIJsonUtilities.DefaultOptions),
        _ => JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions),
    };
}
