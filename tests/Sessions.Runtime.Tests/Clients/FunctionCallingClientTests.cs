using Microsoft.Extensions.AI;

namespace Sessions.Tests.Clients;

public class FunctionCallingClientTests
{
    private readonly List<string> _called = [];

    public static TheoryData<bool> RunAndStream => [false, true];

    private AIFunction Add => AIFunctionFactory.Create(
        (int a, int b) =>
        {
            _called.Add($"add {a} {b}");
            return a + b;
        },
        "add");

    private AIFunction Delete => new ApprovalRequiredAIFunction(AIFunctionFactory.Create(
        () =>
        {
            _called.Add("delete");
            return "deleted";
        },
        "delete"));

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task Calls_are_executed_and_the_model_is_told(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("let me see").Call("c1", "add", ("a", 1), ("b", 2)).Using(10, 5), ModelAnswer.Of("it is 3").Using(20, 6));

        var response = await AskAsync(new FunctionCallingClient(model), streamed, [Add], new ChatMessage(ChatRole.User, "1 + 2?"));

        Assert.Equal(["assistant: let me see add#c1", "tool: #c1=3", "assistant: it is 3"], response.Messages.Select(MessageText.Of));
        Assert.Equal(["user: 1 + 2?", "assistant: let me see add#c1", "tool: #c1=3"], model.Log.Last.Texts);
        Assert.Equal(30, response.Usage?.InputTokenCount);
        Assert.Equal(11, response.Usage?.OutputTokenCount);
        Assert.Equal(["add 1 2"], _called);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task Parallel_calls_have_their_results_in_one_message(bool streamed)
    {
        var both = new TaskCompletionSource();
        var running = 0;
        var meet = AIFunctionFactory.Create(
            async () =>
            {
                if (Interlocked.Increment(ref running) == 2)
                {
                    both.SetResult();
                }

                await both.Task.WaitAsync(TimeSpan.FromSeconds(30));
                return "met";
            },
            "meet");
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "meet").Call("c2", "meet"), ModelAnswer.Of("done"));

        var response = await AskAsync(new FunctionCallingClient(model) { AllowConcurrentInvocation = true }, streamed, [meet], new ChatMessage(ChatRole.User, "go"));

        Assert.Equal("tool: #c1=met #c2=met", MessageText.Of(response.Messages[1]));
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task What_a_function_throws_is_its_result_until_it_is_too_much(bool streamed)
    {
        var fail = AIFunctionFactory.Create(string () => throw new InvalidOperationException("broken"), "fail");
        var model = new ScriptedModel(request => ModelAnswer.Nothing.Call($"c{request.Number}", "fail"));
        var client = new FunctionCallingClient(model) { IncludeDetailedErrors = true, MaximumConsecutiveErrors = 2 };

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(client, streamed, [fail], new ChatMessage(ChatRole.User, "go")));

        Assert.Equal("broken", failure.Message);
        Assert.Equal(3, model.Log.Requests.Count);
        Assert.Equal("tool: #c1=Error: Function failed. Exception: broken", model.Log.Last.Texts[^1]);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task A_cancelled_function_ends_the_run(bool streamed)
    {
        using var source = new CancellationTokenSource();
        var cancel = AIFunctionFactory.Create(
            (CancellationToken token) =>
            {
                source.Cancel();
                token.ThrowIfCancellationRequested();
            },
            "cancel");
        var client = new FunctionCallingClient(new ScriptedModel(ModelAnswer.Nothing.Call("c1", "cancel")));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync(client, streamed, [cancel], source.Token, new ChatMessage(ChatRole.User, "go")));
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task A_call_that_the_caller_must_execute_is_returned(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "add").Call("c2", "outside"));
        var declaration = AIFunctionFactory.CreateDeclaration("outside", null, Add.JsonSchema);

        var response = await AskAsync(new FunctionCallingClient(model), streamed, [Add, declaration], new ChatMessage(ChatRole.User, "go"));

        Assert.Equal(["assistant: add#c1 outside#c2"], response.Messages.Select(MessageText.Of));
        Assert.Empty(_called);
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task The_model_is_told_of_a_function_that_is_not_known(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "subtract"), ModelAnswer.Of("sorry"));

        await AskAsync(new FunctionCallingClient(model), streamed, [Add], new ChatMessage(ChatRole.User, "go"));

        Assert.Equal("tool: #c1=Error: Requested function \"subtract\" not found.", model.Log.Last.Texts[^1]);
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task A_service_that_keeps_the_conversation_gets_the_results_alone(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.Call("c1", "add", ("a", 1), ("b", 2)).In("conv"), ModelAnswer.Of("3").In("conv"));

        var response = await AskAsync(new FunctionCallingClient(model), streamed, [Add], new ChatMessage(ChatRole.User, "go"));

        Assert.Equal(["tool: #c1=3"], model.Log.Last.Texts);
        Assert.Equal("conv", model.Log.Last.Options?.ConversationId);
        Assert.Equal("conv", response.ConversationId);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task All_calls_wait_for_approval_if_one_needs_it(bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("may I?").Call("c1", "add", ("a", 1), ("b", 2)).Call("c2", "delete"), ModelAnswer.Of("done"));
        var client = new FunctionCallingClient(model);
        var question = new ChatMessage(ChatRole.User, "go");

        var asked = await AskAsync(client, streamed, [Add, Delete], question);
        var requests = asked.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().ToList();

        Assert.Equal(["assistant: may I? approve #c1? approve #c2?"], asked.Messages.Select(MessageText.Of));
        Assert.Equal(["ficc_c1", "ficc_c2"], requests.Select(request => request.RequestId));
        Assert.Empty(_called);

        var decision = new ChatMessage(ChatRole.User, [requests[0].CreateResponse(true), requests[1].CreateResponse(false, "too risky")]);
        var done = await AskAsync(client, streamed, [Add, Delete], question, asked.Messages[0], decision);

        Assert.Equal(["add 1 2"], _called);
        Assert.Equal(
            ["assistant: delete#c2 add#c1", "tool: #c2=Tool call invocation rejected. too risky", "tool: #c1=3", "assistant: done"],
            streamed ? Unmerged(done) : done.Messages.Select(MessageText.Of));
        Assert.Equal(["user: go", "assistant: may I?", "assistant: delete#c2 add#c1", "tool: #c2=Tool call invocation rejected. too risky", "tool: #c1=3"], model.Log.Last.Texts);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task An_approval_without_an_answer_is_refused(bool streamed)
    {
        var model = new ScriptedModel();
        ChatMessage[] history =
        [
            new(ChatRole.User, "go"),
            new(ChatRole.Assistant, [new ToolApprovalRequestContent("ficc_c1", new FunctionCallContent("c1", "delete"))]),
            new(ChatRole.User, "never mind"),
        ];

        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(new FunctionCallingClient(model), streamed, [Delete], history));
        Assert.Empty(model.Log.Requests);
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task An_approval_that_was_executed_is_not_executed_again(bool streamed)
    {
        var model = new ScriptedModel();
        ChatMessage[] history =
        [
            new(ChatRole.User, "go"),
            new(ChatRole.Assistant, [new ToolApprovalRequestContent("ficc_c1", new FunctionCallContent("c1", "delete"))]),
            new(ChatRole.User, [new ToolApprovalResponseContent("ficc_c1", true, new FunctionCallContent("c1", "delete"))]),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "delete")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "deleted")]),
            new(ChatRole.Assistant, "done"),
            new(ChatRole.User, "next"),
        ];

        await AskAsync(new FunctionCallingClient(model), streamed, [Delete], history);

        Assert.Empty(_called);
        Assert.Equal(["user: go", "assistant: delete#c1", "tool: #c1=deleted", "assistant: done", "user: next"], model.Log.Last.Texts);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(RunAndStream))]
    public async Task The_loop_ends_at_its_limit(bool streamed)
    {
        var model = new ScriptedModel(request => ModelAnswer.Nothing.Call($"c{request.Number}", "add", ("a", 1), ("b", 1)));

        var response = await AskAsync(new FunctionCallingClient(model) { MaximumIterations = 2 }, streamed, [Add], new ChatMessage(ChatRole.User, "go"));

        Assert.Equal(3, model.Log.Requests.Count);
        Assert.Equal(2, _called.Count);
        Assert.Equal("assistant: add#c2", MessageText.Of(response.Messages[^1]));
    }

    [Fact]
    public async Task Updates_are_handed_on_as_they_come_and_calls_once_it_is_known_that_none_needs_approval()
    {
        var model = new ScriptedModel(ModelAnswer.Of("one two").Call("c1", "add", ("a", 1), ("b", 2)), ModelAnswer.Of("3"));
        var client = new FunctionCallingClient(model);

        var seen = new List<string>();
        await foreach (var update in client.GetStreamingResponseAsync([new(ChatRole.User, "go")], new ChatOptions { Tools = [Add, Delete] }))
        {
            seen.Add($"{update.Role}: {update.Text}{update.Contents.OfType<FunctionCallContent>().Count()}{update.Contents.OfType<FunctionResultContent>().Count()}");
        }

        Assert.Equal(["assistant: one 00", "assistant: two00", "assistant: 10", "tool: 01", "assistant: 300"], seen);
    }

    [Fact]
    public void A_seeded_model_gives_the_same_answers_again()
    {
        var request = new ModelRequest(3, [new(ChatRole.User, "go")], new ChatOptions { Tools = [Add] });

        var answers = Enumerable.Range(0, 50).Select(seed => Text(SeededAnswers.Create(seed, request, 3))).ToList();

        Assert.Equal(answers, Enumerable.Range(0, 50).Select(seed => Text(SeededAnswers.Create(seed, request, 3))));
        Assert.Contains(answers, answer => answer.Contains("add#", StringComparison.Ordinal));
        Assert.Contains(answers, answer => answer.Contains("(thought", StringComparison.Ordinal));
        Assert.True(answers.Distinct().Count() > 10);

        static string Text(ModelAnswer answer) => MessageText.Of(answer.ToResponse("id").Messages[0]);
    }

    private static Task<ChatResponse> AskAsync(IChatClient client, bool streamed, AITool[] tools, params ChatMessage[] messages) =>
        AskAsync(client, streamed, tools, CancellationToken.None, messages);

    private static Task<ChatResponse> AskAsync(IChatClient client, bool streamed, AITool[] tools, CancellationToken cancellationToken, params ChatMessage[] messages)
    {
        var options = new ChatOptions { Tools = tools };
        return streamed
            ? client.GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken)
            : client.GetResponseAsync(messages, options, cancellationToken);
    }

    // The result messages of one request share an id, so that a reader of the stream sees one message.
    private static IEnumerable<string> Unmerged(ChatResponse response) => response.Messages.SelectMany(message =>
        message.Role == ChatRole.Tool ? message.Contents.Select(content => MessageText.Of(new ChatMessage(ChatRole.Tool, [content]))) : [MessageText.Of(message)]);
}
