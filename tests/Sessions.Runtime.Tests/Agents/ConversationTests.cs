using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Agents;

public class ConversationTests
{
    private readonly QueuedAnswerClient _client = new();

    [Fact]
    public async Task The_second_request_carries_the_first_turn()
    {
        var agent = _client.Answer("Hello Alice.").Answer("You are Alice.").AsAIAgent(name: "A", instructions: "Be brief.");
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("I am Alice.", session);
        var second = await agent.RunAsync("Who am I?", session);

        Assert.Equal("You are Alice.", second.Text);
        Assert.Equal(["user: I am Alice.", "assistant: Hello Alice.", "user: Who am I?"], _client.Last.Texts);
        Assert.Equal("Be brief.", _client.Last.Options!.Instructions);
        Assert.Equal(2, session.Revision);
    }

    [Fact]
    public async Task Without_a_session_nothing_is_remembered()
    {
        var agent = _client.AsAIAgent(name: "A");

        await agent.RunAsync("One");
        await agent.RunAsync("Two");

        Assert.Equal(["user: Two"], _client.Last.Texts);
    }

    [Fact]
    public async Task Two_sessions_of_one_agent_do_not_meet()
    {
        var agent = _client.AsAIAgent(name: "A");
        var first = await agent.CreateSessionAsync();
        var second = await agent.CreateSessionAsync();

        await agent.RunAsync("In the first", first);
        await agent.RunAsync("In the second", second);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(["user: In the second"], _client.Last.Texts);
    }

    [Fact]
    public async Task A_message_a_list_of_messages_and_a_text_can_be_run()
    {
        var agent = _client.AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();

        await agent.RunAsync("text", session);
        await agent.RunAsync(new ChatMessage(ChatRole.User, "message"), session);
        await agent.RunAsync([new ChatMessage(ChatRole.System, "system"), new ChatMessage(ChatRole.User, "list")], session);

        Assert.Equal(["user: text", "assistant: answer 1", "user: message", "assistant: answer 2", "system: system", "user: list"], _client.Last.Texts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public async Task An_empty_text_is_refused_before_the_model_is_called(string text)
    {
        var agent = _client.AsAIAgent(name: "A");

        await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync(text));
        Assert.Throws<ArgumentException>(() => agent.RunStreamingAsync(text));
        Assert.Empty(_client.Requests);
    }

    [Fact]
    public async Task No_messages_and_empty_messages_are_refused_and_named()
    {
        var agent = _client.AsAIAgent(name: "A");

        var none = await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync(Array.Empty<ChatMessage>()));
        var empty = await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync([new(ChatRole.User, "fine"), new(ChatRole.User, "")]));
        var missing = Assert.Throws<ArgumentException>(() => agent.RunStreamingAsync([null!]));

        Assert.StartsWith("There is no message to run; give at least one.", none.Message, StringComparison.Ordinal);
        Assert.StartsWith("Message 1 (role 'user') is empty", empty.Message, StringComparison.Ordinal);
        Assert.StartsWith("Message 0 is null", missing.Message, StringComparison.Ordinal);
        Assert.Empty(_client.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_it_is_allowed_the_model_goes_on_without_a_message(bool isStored)
    {
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = isStored ? new InMemorySessionStore() : null });
        var session = await agent.CreateSessionAsync();
        var options = new AgentRunOptions { AllowEmptyInput = true };
        await agent.RunAsync("text", session);

        await agent.RunAsync([], session, options);
        await agent.RunStreamingAsync([], session, options).ToListAsync();
        await agent.RegenerateAsync(session);

        Assert.Equal(["user: text", "assistant: answer 1"], _client.Requests[1].Texts);
        Assert.Equal(["user: text", "assistant: answer 1", "assistant: answer 2"], _client.Requests[2].Texts);
        Assert.Equal(_client.Requests[2].Texts, _client.Requests[3].Texts);
        Assert.Equal([1, 0, 0], await agent.ReadTurnsAsync(session).Select(turn => turn.Record.InputCount).ToListAsync());
    }

    [Fact]
    public async Task The_response_carries_what_the_model_said_of_it()
    {
        var usage = new UsageDetails { InputTokenCount = 3, OutputTokenCount = 4 };
        var raw = new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi")) { ResponseId = "r1", FinishReason = ChatFinishReason.Stop, Usage = usage };
        var agent = _client.Answer((_, _) => Task.FromResult(raw)).AsAIAgent(name: "A");

        var response = await agent.RunAsync("Hello");

        Assert.Equal("A", response.AgentId);
        Assert.Equal("r1", response.ResponseId);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Same(usage, response.Usage);
        Assert.Same(raw, response.RawRepresentation);
        Assert.NotNull(response.TurnId);
        Assert.Empty(response.Issues);
    }

    [Fact]
    public async Task A_failed_turn_leaves_the_session_as_it_was()
    {
        var agent = _client.Answer("one").Fail(new HttpRequestException("down")).Answer("three").AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("first", session);

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("second", session));
        Assert.Equal(1, session.Revision);
        await agent.RunAsync("third", session);

        Assert.Equal(["user: first", "assistant: one", "user: third"], _client.Last.Texts);
    }

    [Fact]
    public async Task A_cancelled_turn_leaves_the_session_as_it_was()
    {
        using var stop = new CancellationTokenSource();
        var agent = _client.Answer(async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        }).AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync("first", session, cancellationToken: stop.Token));
        await agent.RunAsync("again", session);

        Assert.Equal(["user: again"], _client.Last.Texts);
    }

    [Fact]
    public async Task Parallel_runs_on_one_session_are_all_kept_in_a_serial_order()
    {
        var agent = _client.AsAIAgent(name: "A");
        for (var i = 0; i < 64; i++)
        {
            _client.Answer(async (request, token) =>
            {
                await Task.Delay(1, token);
                return new ChatResponse(new ChatMessage(ChatRole.Assistant, "to " + request.Messages[^1].Text));
            });
        }

        var session = await agent.CreateSessionAsync();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => agent.RunAsync($"message {i}", session)));
        await agent.RunAsync("last", session);

        var history = _client.Last.Texts[..^1];
        Assert.Equal(128, history.Length);
        Assert.Equal(65, session.Revision);
        for (var i = 0; i < history.Length; i += 2)
        {
            Assert.Equal("assistant: to " + history[i]["user: ".Length..], history[i + 1]);
        }
    }

    [Fact]
    public async Task A_run_inside_a_turn_of_the_same_session_is_refused_not_deadlocked()
    {
        ChatClientAgent? agent = null;
        AgentSession? session = null;
        agent = _client.Answer(async (_, token) =>
        {
            await agent!.RunAsync("inner", session, cancellationToken: token);
            return new ChatResponse();
        }).AsAIAgent(name: "A");
        session = await agent.CreateSessionAsync("s");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("outer", session));

        Assert.StartsWith("Session 's' is in use by a turn", error.Message, StringComparison.Ordinal);
        await agent.RunAsync("after", session);
        Assert.Equal(["user: after"], _client.Last.Texts);
    }

    [Fact]
    public async Task What_is_kept_is_not_what_the_caller_or_the_model_holds()
    {
        var answer = new ChatMessage(ChatRole.Assistant, [new TextContent("answer"), new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["x"] = 1 })]);
        var result = new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c", "r")]);
        var agent = _client.Answer((_, _) => Task.FromResult(new ChatResponse([answer, result]))).AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();
        var input = new ChatMessage(ChatRole.User, [new TextContent("question")]) { AdditionalProperties = new() { ["p"] = 1 } };
        await agent.RunAsync(input, session);

        ((TextContent)input.Contents[0]).Text = "changed";
        input.Contents.Add(new TextContent(" and added"));
        input.AdditionalProperties["p"] = 2;
        ((TextContent)answer.Contents[0]).Text = "changed";
        ((FunctionCallContent)answer.Contents[1]).Arguments!["x"] = 2;
        await agent.RunAsync("next", session);

        Assert.Equal(["user: question", "assistant: answer", "tool: ", "user: next"], _client.Last.Texts);
        Assert.Equal(1, _client.Last.Messages[0].AdditionalProperties!["p"]);
        Assert.Equal(1, ((FunctionCallContent)_client.Last.Messages[1].Contents[1]).Arguments!["x"]);
    }
}
