using System.ClientModel;
using Microsoft.Extensions.AI;
using QuickStart.Models;

namespace Sessions.QuickStart.Tests.Models;

public sealed class OpenAIChatClientTests
{
    private static readonly ChatMessage[] Conversation =
    [
        new(ChatRole.System, "Answer in English."),
        new(ChatRole.User, "My name is Alice."),
        new(ChatRole.Assistant, "Hello Alice."),
        new(ChatRole.User, "Who am I?"),
    ];

    [Fact]
    public async Task Sends_instructions_history_model_and_key()
    {
        using var server = new LoopbackServer(OpenAIReplies.Completion);

        await Client(server.Address).GetResponseAsync(Conversation, new ChatOptions { Instructions = "Be brief.", MaxOutputTokens = 50, StopSequences = ["END"] });

        var request = server.SingleRequest;
        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal("Bearer test-key", request.Authorization);
        Assert.Equal("gpt-test", request.Body.GetProperty("model").GetString());
        Assert.Equal(50, request.Body.GetProperty("max_completion_tokens").GetInt32());
        Assert.Equal("END", Assert.Single(request.Body.GetProperty("stop").EnumerateArray()).GetString());
        Assert.Equal(
            ["system: Be brief.", "system: Answer in English.", "user: My name is Alice.", "assistant: Hello Alice.", "user: Who am I?"],
            request.Body.GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("role")}: {message.GetProperty("content")}"));
    }

    [Fact]
    public async Task Reads_an_answer()
    {
        using var server = new LoopbackServer(OpenAIReplies.Completion);

        AssertIsTheAnswer(await Client(server.Address).GetResponseAsync(Conversation), "chatcmpl-1");
    }

    [Fact]
    public async Task Reads_a_streamed_answer_piece_by_piece()
    {
        using var server = new LoopbackServer(OpenAIReplies.Stream);

        var updates = await Client(server.Address).GetStreamingResponseAsync(Conversation).ToListAsync();

        Assert.True(server.SingleRequest.Body.GetProperty("stream").GetBoolean());
        Assert.Equal(["You are", " Alice."], updates.Select(update => update.Text).Where(text => text.Length > 0));
        AssertIsTheAnswer(updates.ToChatResponse(), "chatcmpl-2");
    }

    [Theory]
    [InlineData(401, "Incorrect API key provided.")]
    [InlineData(500, "The engine is on fire.")]
    public async Task Reports_what_the_server_says_is_wrong(int status, string message)
    {
        using var server = new LoopbackServer(CannedReply.Json($$"""{ "error": { "message": "{{message}}", "type": "some_error" } }""", status));
        var client = Client(server.Address);

        var whole = await Assert.ThrowsAsync<ClientResultException>(() => client.GetResponseAsync(Conversation));
        var streamed = await Assert.ThrowsAsync<ClientResultException>(() => client.GetStreamingResponseAsync(Conversation).ToListAsync().AsTask());

        Assert.Equal($"HTTP {status} (some_error: ) {message}", ModelFailure.Reason(whole));
        Assert.Equal($"HTTP {status} (some_error: ) {message}", ModelFailure.Reason(streamed));
    }

    [Fact]
    public async Task Reports_that_no_server_is_there()
    {
        var client = Client(LoopbackServer.NobodyThere());

        var failure = await Assert.ThrowsAsync<AggregateException>(() => client.GetResponseAsync(Conversation));

        Assert.Equal("Connection refused", ModelFailure.Reason(failure));
    }

    private static IChatClient Client(Uri server) => ModelFromEnvironment.Create(new Dictionary<string, string>
    {
        ["OPENAI_API_KEY"] = "test-key",
        ["OPENAI_BASE_URL"] = new Uri(server, "v1").ToString(),
        ["OPENAI_MODEL"] = "gpt-test",
    }.GetValueOrDefault);

    private static void AssertIsTheAnswer(ChatResponse response, string id)
    {
        var message = Assert.Single(response.Messages);
        Assert.Equal(ChatRole.Assistant, message.Role);
        Assert.Equal("You are Alice.", message.Text);
        Assert.Equal(id, response.ResponseId);
        Assert.Equal("gpt-test-2026", response.ModelId);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(21, response.Usage?.InputTokenCount);
        Assert.Equal(4, response.Usage?.OutputTokenCount);
    }
}
