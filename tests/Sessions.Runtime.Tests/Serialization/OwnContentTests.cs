using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Serialization;

/// <summary>Types of content of the application's own are kept once they are added.</summary>
public class OwnContentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_content_of_an_added_type_comes_back(bool stored)
    {
        SessionJson.AddContentType<ReceiptContent>("receipt", ReceiptJson.Default);
        var store = stored ? new InMemorySessionStore() : null;
        var client = new QueuedAnswerClient().Answer((_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new TextContent("paid"), new ReceiptContent { Number = 7 }]))));
        var agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
        var session = await agent.GetSessionAsync("s", cancellationToken: Token);

        var response = await agent.RunAsync(new ChatMessage(ChatRole.User, [new ReceiptContent { Number = 6 }, new TextContent("pay")]), session, new AgentRunOptions { TurnKey = "key" }, Token);

        Assert.Empty(response.Issues);
        var saved = await agent.SerializeSessionAsync(session, Token);
        var again = stored ? await agent.GetSessionAsync("s", cancellationToken: Token) : await agent.DeserializeSessionAsync(saved, Token);
        var kept = await agent.ReadMessagesAsync(again, cancellationToken: Token).SelectMany(message => message.Contents).OfType<ReceiptContent>().Select(receipt => receipt.Number).ToListAsync(Token);
        Assert.Equal([6, 7], kept);
        var replayed = await agent.RunAsync(new ChatMessage(ChatRole.User, [new ReceiptContent { Number = 6 }, new TextContent("pay")]), again, new AgentRunOptions { TurnKey = "key" }, Token);
        Assert.Equal(7, replayed.Messages[0].Contents.OfType<ReceiptContent>().Single().Number);
    }

    [Fact]
    public void A_message_that_is_kept_elsewhere_has_it_too_whatever_the_order_of_its_members()
    {
        SessionJson.AddContentType<ReceiptContent>("receipt", ReceiptJson.Default);
        var json = JsonSerializer.Serialize(new ChatMessage(ChatRole.User, [new ReceiptContent { Number = 6 }]), SessionJson.ChatMessage);
        Assert.Contains("""{"$type":"receipt",""", json, StringComparison.Ordinal);
        var content = JsonNode.Parse(json)!["contents"]![0]!;
        var reversed = new JsonObject(content.AsObject().Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        Assert.EndsWith("""
            "$type":"receipt"}
            """, reversed.ToJsonString(), StringComparison.Ordinal);

        var read = JsonSerializer.Deserialize(json.Replace(content.ToJsonString(), reversed.ToJsonString(), StringComparison.Ordinal), SessionJson.ChatMessage)!;

        Assert.Equal(6, Assert.IsType<ReceiptContent>(read.Contents.Single()).Number);
    }

    [Fact]
    public void A_type_has_one_discriminator_and_a_discriminator_one_type()
    {
        SessionJson.AddContentType<ReceiptContent>("receipt");
        SessionJson.AddContentType<ReceiptContent>("receipt");

        Assert.Contains("it is added as 'receipt'", Assert.Throws<ArgumentException>(() => SessionJson.AddContentType<ReceiptContent>("other")).Message, StringComparison.Ordinal);
        Assert.Contains("another type is", Assert.Throws<ArgumentException>(() => SessionJson.AddContentType<OtherContent>("receipt")).Message, StringComparison.Ordinal);
        Assert.Contains("another type is", Assert.Throws<ArgumentException>(() => SessionJson.AddContentType<OtherContent>("text")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replayed_reply_has_its_model_and_its_properties(bool withSession)
    {
        var client = new QueuedAnswerClient().Answer((_, _) => Task.FromResult(
            new ChatResponse(new ChatMessage(ChatRole.Assistant, "yes")) { ModelId = "model-1", AdditionalProperties = new() { ["cost"] = "low", ["bad"] = double.NaN } }));
        var agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "A" });
        var session = withSession ? await agent.CreateSessionAsync(Token) : null;
        await agent.RunAsync("go", session, new AgentRunOptions { TurnKey = "key" }, Token);

        var replayed = await agent.RunAsync("go", session, new AgentRunOptions { TurnKey = "key" }, Token);

        Assert.Single(client.Requests);
        Assert.Equal("model-1", Assert.IsType<ChatResponse>(replayed.RawRepresentation).ModelId);
        Assert.Equal(["cost"], replayed.AdditionalProperties!.Keys);
    }

    [Fact]
    public async Task A_message_that_is_null_is_passed_over()
    {
        var client = new QueuedAnswerClient().Answer((_, _) => Task.FromResult(new ChatResponse([null!, new ChatMessage(ChatRole.Assistant, [null!, new TextContent("yes")]), null!])));
        var agent = client.AsAIAgent(new ChatClientAgentOptions { Name = "A" });
        var session = await agent.CreateSessionAsync(Token);

        var response = await agent.RunAsync("go", session, cancellationToken: Token);
        var again = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session, Token), Token);

        Assert.Equal("yes", response.Text);
        Assert.Equal(["go", "yes"], await agent.ReadMessagesAsync(again, cancellationToken: Token).Select(message => message.Text).ToListAsync(Token));
    }

    internal sealed class ReceiptContent : AIContent
    {
        public int Number { get; set; }
    }

    private sealed class OtherContent : AIContent;
}

[JsonSerializable(typeof(OwnContentTests.ReceiptContent))]
internal sealed partial class ReceiptJson : JsonSerializerContext;
