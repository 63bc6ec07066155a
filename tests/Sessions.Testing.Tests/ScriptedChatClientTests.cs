using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Testing.Tests;

public class ScriptedChatClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_answers_in_turn_and_keeps_what_it_was_sent()
    {
        var client = new ScriptedChatClient(ScriptedAnswer.Of("Hello.").Using(10, 3), ScriptedAnswer.Of("Bye."));
        AIAgent agent = client.AsAIAgent(name: "A", instructions: "Be brief.");
        var session = await agent.CreateSessionAsync(Token);

        var first = await agent.RunAsync("Hi", session, cancellationToken: Token);
        var second = await agent.RunAsync("See you", session, cancellationToken: Token);

        Assert.Equal(("Hello.", "Bye."), (first.Text, second.Text));
        Assert.Equal((10, 3, 13), (first.Usage!.InputTokenCount, first.Usage.OutputTokenCount, first.Usage.TotalTokenCount));
        Assert.Equal(["user: Hi", "assistant: Hello.", "user: See you"], client.Requests[1].Texts);
        Assert.Equal((2, "Be brief."), (client.Requests[1].Number, client.Requests[1].Options?.Instructions));
    }

    [Fact]
    public async Task It_calls_tools()
    {
        var client = new ScriptedChatClient(ScriptedAnswer.Of("Let me see. ").Calling("weather", ("city", "Rome")).Calling("weather", ("city", "Oslo")), ScriptedAnswer.Of("Sunny and rainy."));
        var tool = AIFunctionFactory.Create((string city) => city == "Rome" ? "sunny" : "rainy", "weather");
        AIAgent agent = client.AsAIAgent(name: "A", tools: [tool]);

        var response = await agent.RunAsync("How is the weather?", cancellationToken: Token);

        Assert.Equal("Let me see. Sunny and rainy.", response.Text);
        Assert.Equal(["user: How is the weather?", "assistant: Let me see. weather(…)weather(…)", "tool: = sunny= rainy"], client.Requests[1].Texts);
    }

    [Fact]
    public async Task It_streams_word_by_word()
    {
        var client = new ScriptedChatClient(ScriptedAnswer.Of("One two three.").Using(1, 2));

        var updates = await client.GetStreamingResponseAsync("go", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(["One ", "two ", "three.", ""], updates.Select(update => update.Text));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Equal(3, updates.ToChatResponse().Usage!.TotalTokenCount);
    }

    [Fact]
    public async Task It_fails_before_and_within_an_answer()
    {
        var client = new ScriptedChatClient(ScriptedAnswer.Fail(new IOException("gone")), ScriptedAnswer.Of("One two three.").Failing(new IOException("broken"), afterUpdates: 2));

        Assert.Equal("gone", (await Assert.ThrowsAsync<IOException>(() => client.GetResponseAsync("go", cancellationToken: Token))).Message);
        var seen = new List<string>();
        var broken = await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("go", cancellationToken: Token))
            {
                seen.Add(update.Text);
            }
        });
        Assert.Equal(("broken", "One two "), (broken.Message, string.Concat(seen)));
    }

    [Fact]
    public async Task It_is_a_service_that_keeps_the_history()
    {
        var client = new ScriptedChatClient(ScriptedAnswer.Of("Hello.").In("thread-1"), ScriptedAnswer.Of("Still here.").In("thread-1"));
        AIAgent agent = client.AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync(Token);

        await agent.RunAsync("Hi", session, cancellationToken: Token);
        await agent.RunAsync("And now?", session, cancellationToken: Token);

        Assert.Equal("thread-1", session.ServiceSessionId);
        Assert.Equal(("thread-1", 1), (client.Requests[1].Options?.ConversationId, client.Requests[1].Messages.Count));
    }

    [Fact]
    public async Task It_waits_for_what_comes_before_an_answer()
    {
        var gate = new TaskCompletionSource();
        var client = new ScriptedChatClient(ScriptedAnswer.Of("late").After(_ => gate.Task));
        var answer = client.GetResponseAsync("go", cancellationToken: Token);

        Assert.False(answer.IsCompleted);
        Assert.Single(client.Requests);
        gate.SetResult();
        Assert.Equal("late", (await answer).Text);
    }

    [Fact]
    public async Task A_request_too_many_is_named()
    {
        var client = new ScriptedChatClient(ScriptedAnswer.Of("only"));
        await client.GetResponseAsync("one", cancellationToken: Token);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetResponseAsync("two", cancellationToken: Token));

        Assert.Equal("The script has 1 answers, and this is request 2: user: two", error.Message);
    }

    [Fact]
    public async Task It_answers_by_what_it_is_sent_with_other_content_too()
    {
        var client = new ScriptedChatClient(request => ScriptedAnswer.Of($"{request.Number}").With(() => new UriContent("https://example.com/a.png", "image/png")));

        var first = await client.GetResponseAsync("a", cancellationToken: Token);
        var second = await client.GetResponseAsync("b", cancellationToken: Token);

        Assert.Equal(("1", "2"), (first.Text, second.Text));
        Assert.NotSame(first.Messages[0].Contents[1], second.Messages[0].Contents[1]);
        Assert.Same(client, client.GetService<ScriptedChatClient>());
    }
}
