using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Sessions.AgentFramework.Tests.Behaviour;

/// <summary>Streams: what their updates are, and how they end.</summary>
public class StreamingBehaviourTests : BehaviourTests
{
    private static readonly AITool Add = AIFunctionFactory.Create((int a, int b) => a + b, "add");

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Updates_make_up_the_answer(bool wrapped)
    {
        var agent = New(new ScriptedModel(ModelAnswer.Of("one two three")), wrapped, tools: []);

        var updates = await agent.RunStreamingAsync("hi", await agent.CreateSessionAsync()).ToListAsync();

        Assert.Equal(["one ", "two ", "three"], updates.Select(update => update.Text).Where(text => text.Length > 0));
        Assert.Equal("one two three", updates.ToAgentResponse().Text);
        Assert.Single(updates.ToAgentResponse().Messages);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Updates_say_whose_they_are(bool wrapped)
    {
        var agent = New(new ScriptedModel(ModelAnswer.Of("one two")), wrapped, tools: []);

        var updates = await agent.RunStreamingAsync("hi", await agent.CreateSessionAsync()).Where(update => update.Text.Length > 0).ToListAsync();

        Assert.All(updates, update => Assert.Equal(
            (agent.Id, "Guide", "answer-0", "answer-0", ChatRole.Assistant),
            (update.AgentId, update.AuthorName, update.MessageId, update.ResponseId, update.Role)));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Updates_have_calls_results_and_usage(bool wrapped)
    {
        var model = new ScriptedModel(ModelAnswer.Of("let me").Call("c1", "add", ("a", 1), ("b", 2)).Using(1, 2), ModelAnswer.Of("it is 3").Using(3, 4));
        var agent = New(model, wrapped, Add);

        var updates = await agent.RunStreamingAsync("1 + 2?", await agent.CreateSessionAsync()).ToListAsync();

        var contents = updates.SelectMany(update => update.Contents).ToList();
        Assert.Equal("c1", Assert.Single(contents.OfType<FunctionCallContent>()).CallId);
        Assert.Equal("3", Assert.Single(contents.OfType<FunctionResultContent>()).Result?.ToString());
        Assert.Equal([3L, 7L], contents.OfType<UsageContent>().Select(usage => usage.Details.TotalTokenCount!.Value));
        var response = updates.ToAgentResponse();
        Assert.Equal(10, response.Usage!.TotalTokenCount);
        Assert.Equal([ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant], response.Messages.Select(message => message.Role));
        Assert.Equal("it is 3", response.Messages[^1].Text);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Updates_come_while_the_model_answers(bool wrapped)
    {
        var go = new TaskCompletionSource();
        var client = new ScriptedModel(ModelAnswer.Of("one two")).AsBuilder().Use(null, (messages, options, inner, cancellationToken) => HoldAsync(inner.GetStreamingResponseAsync(messages, options, cancellationToken), go.Task)).Build();
        var agent = New(client, wrapped, tools: []);
        var texts = new List<string>();

        await foreach (var update in agent.RunStreamingAsync("hi", await agent.CreateSessionAsync()))
        {
            texts.Add(update.Text);
            go.TrySetResult();
        }

        Assert.Equal("one two", string.Concat(texts));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Nothing_happens_before_a_stream_is_read(bool wrapped)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);

        var stream = agent.RunStreamingAsync("hi", await agent.CreateSessionAsync());
        await Task.Yield();
        Assert.Empty(model.Log.Requests);
        await stream.ToListAsync();

        Assert.Single(model.Log.Requests);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_stream_that_is_read_twice_is_run_twice(bool wrapped)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var stream = agent.RunStreamingAsync("hi", await agent.CreateSessionAsync());

        await stream.ToListAsync();
        await stream.ToListAsync();

        Assert.Equal(["hi", "re hi", "hi"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_stream_that_is_closed_unread_leaves_nothing(bool wrapped)
    {
        var model = Echo();
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        await agent.RunStreamingAsync("hi", session).GetAsyncEnumerator().DisposeAsync();
        await agent.RunAsync("two", session);

        Assert.Equal(["two"], Texts(Assert.Single(model.Log.Requests)));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_stream_that_is_left_leaves_the_session_usable(bool wrapped)
    {
        var model = new ScriptedModel(ModelAnswer.Of("one two three"), ModelAnswer.Of("ok"));
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        await foreach (var update in agent.RunStreamingAsync("hi", session))
        {
            break;
        }

        await agent.RunAsync("two", session);

        Assert.Equal(["two"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_stream_is_cancelled_between_updates(bool wrapped)
    {
        using var cancellation = new CancellationTokenSource();
        var model = new ScriptedModel(ModelAnswer.Of("one two three"), ModelAnswer.Of("ok"));
        var agent = New(model, wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        var seen = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in agent.RunStreamingAsync("hi", session).WithCancellation(cancellation.Token))
            {
                seen++;
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(1, seen);
        await agent.RunAsync("two", session);
        Assert.Equal(["two"], Texts(model.Log.Last));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_stream_that_fails_in_the_middle_gives_what_came_before(bool wrapped)
    {
        var agent = New(new ScriptedModel(ModelAnswer.Of("one two three").FailWith(new InvalidOperationException("It is down."), afterUpdates: 2)), wrapped, tools: []);
        var session = await agent.CreateSessionAsync();
        var texts = new List<string>();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var update in agent.RunStreamingAsync("hi", session))
            {
                texts.Add(update.Text);
            }
        });

        Assert.Equal("one two ", string.Concat(texts));
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task A_response_is_made_updates_of(bool wrapped)
    {
        var agent = New(new ScriptedModel(ModelAnswer.Of("one two").Using(1, 2)), wrapped, tools: []);

        var updates = (await agent.RunAsync("hi", await agent.CreateSessionAsync())).ToAgentResponseUpdates();

        Assert.Equal(("one two", 3L), (updates.ToAgentResponse().Text, updates.ToAgentResponse().Usage!.TotalTokenCount));
        Assert.Equal(agent.Id, updates[0].AgentId);
    }

    [Theory]
    [MemberData(nameof(Agents))]
    public async Task Responses_and_updates_are_those_of_a_client(bool wrapped)
    {
        var agent = New(new ScriptedModel(ModelAnswer.Of("one").Using(1, 2), ModelAnswer.Of("two")), wrapped, tools: []);
        var session = await agent.CreateSessionAsync();

        var response = (await agent.RunAsync("hi", session)).AsChatResponse();
        var updates = await agent.RunStreamingAsync("hi", session).Select(update => update.AsChatResponseUpdate()).ToListAsync();

        Assert.Equal(("one", "answer-0", 3L), (response.Text, response.ResponseId, response.Usage!.TotalTokenCount));
        Assert.Equal("two", updates.ToChatResponse().Text);
    }

    // A first update comes at once, the rest when they are let go.
    private static async IAsyncEnumerable<ChatResponseUpdate> HoldAsync(IAsyncEnumerable<ChatResponseUpdate> updates, Task go)
    {
        await foreach (var update in updates)
        {
            yield return update;
            await go.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
