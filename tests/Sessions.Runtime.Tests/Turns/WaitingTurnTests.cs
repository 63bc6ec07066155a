using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>No run waits for ever: circles of sessions whose tools run each other are refused, and waiting has a limit.</summary>
public class WaitingTurnTests
{
    public static TheoryData<int, bool> Circles { get; } = new(from length in new[] { 1, 2, 3, 5 } from streamed in new[] { false, true } select (length, streamed));

    [Theory]
    [MemberData(nameof(Circles))]
    public async Task Who_would_close_a_circle_is_refused_and_the_others_end(int length, bool streamed)
    {
        // Every turn's tool runs the next session, once all of the turns are there.
        using var all = new CountdownEvent(length);
        ChatClientAgent agent = null!;
        AgentSession[] sessions = null!;
        var refused = 0;
        var ask = AIFunctionFactory.Create(AskAsync, "ask");
        var model = new ScriptedModel(request => int.TryParse(request.Messages[^1].Text, out var number) && request.Messages.Count == 1
            ? ModelAnswer.Nothing.Call("c1", "ask", ("next", (number + 1) % length))
            : ModelAnswer.Of("ok"));
        agent = model.AsAIAgent(name: "A", tools: [ask]);
        sessions = await Task.WhenAll(Enumerable.Range(0, length).Select(number => agent.CreateSessionAsync($"s{number}").AsTask()));

        var runs = Task.WhenAll(Enumerable.Range(0, length).Select(number => Task.Run(() => agent.RunAsync(streamed, $"{number}", sessions[number]))));

        await runs.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, refused);
        Assert.All(await Task.WhenAll(sessions.Select(session => agent.RunAsync("and now?", session))), response => Assert.Equal("ok", response.Text));

        async Task<string> AskAsync(int next)
        {
            all.Signal();
            await Task.Run(() => all.Wait(TimeSpan.FromSeconds(30)));
            try
            {
                return (await agent.RunAsync(streamed, "inner", sessions[next])).Text;
            }
            catch (InvalidOperationException exception) when (exception.Message.Contains(length == 1 ? "wait for itself" : "wait for each other", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref refused);
                throw;
            }
        }
    }

    [Fact]
    public async Task A_tool_may_wait_for_a_session_that_waits_for_nothing()
    {
        using var running = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        ChatClientAgent agent = null!;
        AgentSession other = null!;
        var ask = AIFunctionFactory.Create(async () => (await agent.RunAsync("inner", other)).Text, "ask");
        var model = new ScriptedModel(request => request.Messages[^1].Text switch
        {
            "ask" => ModelAnswer.Nothing.Call("c1", "ask"),
            "slow" => ModelAnswer.Of("slow").After(async token =>
            {
                running.Release();
                await go.WaitAsync(token);
            }),
            _ => ModelAnswer.Of("ok"),
        });
        agent = model.AsAIAgent(name: "A", tools: [ask]);
        other = await agent.CreateSessionAsync("other");
        var slow = agent.RunAsync("slow", other);
        await running.WaitAsync();

        var asking = agent.RunAsync("ask", await agent.CreateSessionAsync("asking"));
        go.Release();

        Assert.Equal("ok", (await asking).Text);
        Assert.Equal("slow", (await slow).Text);
    }

    [Fact]
    public async Task Waiting_ends_when_the_time_is_over_and_the_others_go_on()
    {
        using var running = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var clock = new FakeTimeProvider();
        var model = new ScriptedModel(request => request.Messages[^1].Text == "slow"
            ? ModelAnswer.Of("slow").After(async token =>
            {
                running.Release();
                await go.WaitAsync(token);
            })
            : ModelAnswer.Of("ok"));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", QueueTimeout = TimeSpan.FromSeconds(5), TimeProvider = clock });
        var session = await agent.CreateSessionAsync("s");
        var slow = agent.RunAsync("slow", session);
        await running.WaitAsync();
        var waits = agent.RunAsync("waits", session);
        Assert.False(waits.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(5));

        var busy = await Assert.ThrowsAsync<SessionBusyException>(() => waits);
        Assert.Equal(session.Key, busy.SessionKey);
        Assert.Contains("waited for it for 5 s", busy.Message, StringComparison.Ordinal);
        go.Release();
        Assert.Equal("slow", (await slow).Text);
        Assert.Equal("ok", (await agent.RunAsync("next", session)).Text);
    }

    [Fact]
    public void A_limit_is_positive()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChatClientAgentOptions { QueueTimeout = TimeSpan.Zero });
        Assert.Null(new ChatClientAgentOptions { QueueTimeout = null }.QueueTimeout);
    }
}
