using Anthropic.Exceptions;
using Microsoft.Extensions.AI;
using QuickStart.Models;

namespace Sessions.QuickStart.Tests.Models;

public sealed class AnthropicChatClientTests
{
    private static readonly CannedReply Message = CannedReply.Json(
        """
        {
          "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-test",
          "content": [{ "type": "text", "text": "You are Alice." }],
          "stop_reason": "end_turn", "stop_sequence": null, "usage": { "input_tokens": 21, "output_tokens": 4 }
        }
        """);

    private static readonly CannedReply Stream = CannedReply.Events(
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_2","type":"message","role":"assistant","model":"claude-test","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":21,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"You are"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" Alice."}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":4}}

        event: message_stop
        data: {"type":"message_stop"}


        """);

    private static readonly ChatMessage[] Conversation =
    [
        new(ChatRole.User, "My name is Alice."),
        new(ChatRole.Assistant, "Hello Alice."),
        new(ChatRole.User, "Who am I?"),
    ];

    [Fact]
    public async Task Sends_instructions_history_model_and_key()
    {
        using var server = new LoopbackServer(Message);

        await Client(server.Address).GetResponseAsync(Conversation, new ChatOptions { Instructions = "Be brief." });

        var request = server.SingleRequest;
        Assert.Equal("/v1/messages", request.Path);
        Assert.Equal("Bearer test-key", request.Authorization);
        Assert.Equal("claude-test", request.Body.GetProperty("model").GetString());
        Assert.Equal("Be brief.", Assert.Single(request.Body.GetProperty("system").EnumerateArray()).GetProperty("text").GetString());
        Assert.Equal(
            ["user: My name is Alice.", "assistant: Hello Alice.", "user: Who am I?"],
            request.Body.GetProperty("messages").EnumerateArray().Select(
                message => $"{message.GetProperty("role")}: {Assert.Single(message.GetProperty("content").EnumerateArray()).GetProperty("text")}"));
    }

    [Fact]
    public async Task Reads_an_answer()
    {
        using var server = new LoopbackServer(Message);

        AssertIsTheAnswer(await Client(server.Address).GetResponseAsync(Conversation), "msg_1");
    }

    [Fact]
    public async Task Reads_a_streamed_answer_piece_by_piece()
    {
        using var server = new LoopbackServer(Stream);

        var updates = await Client(server.Address).GetStreamingResponseAsync(Conversation).ToListAsync();

        Assert.True(server.SingleRequest.Body.GetProperty("stream").GetBoolean());
        Assert.Equal(["You are", " Alice."], updates.Select(update => update.Text).Where(text => text.Length > 0));
        AssertIsTheAnswer(updates.ToChatResponse(), "msg_2");
    }

    [Theory]
    [InlineData(401, "Unauthorized", "invalid x-api-key")]
    [InlineData(500, "InternalServerError", "Overheated")]
    public async Task Reports_what_the_server_says_is_wrong(int status, string name, string message)
    {
        using var server = new LoopbackServer(CannedReply.Json($$"""{ "type": "error", "error": { "type": "some_error", "message": "{{message}}" } }""", status));

        var failure = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => Client(server.Address).GetStreamingResponseAsync(Conversation).ToListAsync().AsTask());

        Assert.StartsWith($"Status Code: {name} ", ModelFailure.Reason(failure), StringComparison.Ordinal);
        Assert.Contains(message, ModelFailure.Reason(failure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_that_no_server_is_there()
    {
        var client = Client(LoopbackServer.NobodyThere());

        var failure = await Assert.ThrowsAsync<AnthropicIOException>(() => client.GetResponseAsync(Conversation));

        Assert.Equal("Connection refused", ModelFailure.Reason(failure));
    }

    private static IChatClient Client(Uri server) => ModelFromEnvironment.Create(new Dictionary<string, string>
    {
        ["ANTHROPIC_API_KEY"] = "test-key",
        ["ANTHROPIC_BASE_URL"] = server.ToString(),
        ["ANTHROPIC_MODEL"] = "claude-test",
    }.GetValueOrDefault);

    private static void AssertIsTheAnswer(ChatResponse response, string id)
    {
        var message = Assert.Single(response.Messages);
        Assert.Equal(ChatRole.Assistant, message.Role);
        Assert.Equal("You are Alice.", message.Text);
        Assert.Equal(id, response.ResponseId);
        Assert.Equal("claude-test", response.ModelId);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(21, response.Usage?.InputTokenCount);
        Assert.Equal(4, response.Usage?.OutputTokenCount);
    }
}
