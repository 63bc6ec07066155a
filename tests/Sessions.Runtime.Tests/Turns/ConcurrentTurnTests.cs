using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>Turns of one session do not overlap, whatever objects are used.</summary>
public class ConcurrentTurnTests
{
    private readonly QueuedAnswerClient _client = new();
    private readonly InMemorySessionStore _store = new();

    private ChatClientAgent Agent(ConcurrentTurns mode = ConcurrentTurns.Queue, params AITool[] tools) =>
        _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store, ConcurrentTurns = mode, ChatOptions = new ChatOptions { Tools = [.. tools] } });

    [Fact]
    public async Task A_run_that_is_not_to_wait_is_told_so()
    {
        var (entered, release) = Hold();
        var first = Agent(ConcurrentTurns.Reject).RunAsync("first", await Agent().GetSessionAsync("s"));
        await entered.Task;

        var error = await Assert.ThrowsAsync<SessionBusyException>(async () => await Agent(ConcurrentTurns.Reject).RunAsync("second", await Agent().GetSessionAsync("s")));

        Assert.Equal("s", error.SessionKey.Id);
        release.SetResult();
        Assert.Equal("held", (await first).Text);
        Assert.Equal("answer 2", (await Agent(ConcurrentTurns.Reject).RunAsync("third", await Agent().GetSessionAsync("s"))).Text);
    }

    [Fact]
    public async Task A_newer_run_takes_the_place_of_the_one_that_runs_and_of_those_that_wait()
    {
        var (entered, _) = Hold();
        var session = await Agent().GetSessionAsync("s");
        var running = Agent().RunAsync("running", session);
        await entered.Task;
        var waiting = Agent().RunAsync("waiting", await Agent().GetSessionAsync("s"));

        var newest = await Agent().RunAsync("newest", await Agent().GetSessionAsync("s"), new AgentRunOptions { ConcurrentTurns = ConcurrentTurns.Supersede });

        Assert.Equal("answer 2", newest.Text);
        Assert.Equal(["user: newest"], _client.Last.Texts);
        Assert.NotEqual((await Assert.ThrowsAsync<TurnSupersededException>(() => running)).TurnId, (await Assert.ThrowsAsync<TurnSupersededException>(() => waiting)).TurnId);
        Assert.Equal(1, (await Agent().GetSessionAsync("s")).Revision);
    }

    [Fact]
    public async Task A_stream_whose_place_is_taken_says_so_and_keeps_what_it_is_to_keep()
    {
        var model = new ScriptedModel(request => request.Number == 0 ? ModelAnswer.Of("one two three").After(_ => Task.CompletedTask) : ModelAnswer.Of("newest"));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store, InterruptedTurns = InterruptedTurns.KeepPartial });
        var session = await agent.GetSessionAsync("s");
        Task<AgentResponse>? newer = null;

        var error = await Assert.ThrowsAsync<TurnSupersededException>(async () =>
        {
            await foreach (var _ in agent.RunStreamingAsync("old", session))
            {
                newer ??= agent.RunAsync("new", session, new AgentRunOptions { ConcurrentTurns = ConcurrentTurns.Supersede });
            }
        });

        Assert.Equal("newest", (await newer!).Text);
        Assert.Equal(2, session.Revision);
        Assert.Equal(["user: old", "assistant: one ", "user: new"], model.Log.Last.Texts);
        Assert.NotNull(error.TurnId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_that_is_told_of_a_turn_cannot_run_its_session_either(bool isAudit)
    {
        ChatClientAgent? agent = null;
        AIContextProvider told = isAudit
            ? new Audit(turn => agent!.RunAsync("again", turn.Session))
            : new Hook("told", after: async (turn, token) => await agent!.RunAsync("again", turn.Session, cancellationToken: token));
        agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store, ContextProviders = [told] });
        var session = await agent.GetSessionAsync("s");

        var answer = await agent.RunAsync("first", session).WaitAsync(TimeSpan.FromMinutes(1));

        var issue = Assert.Single(answer.Issues);
        Assert.StartsWith("Session 's' is in use by a turn", Assert.IsType<InvalidOperationException>(issue.Exception).Message, StringComparison.Ordinal);
        Assert.Equal(1, (await Agent().GetSessionAsync("s")).Revision);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_inside_a_turn_of_the_same_session_is_refused_whatever_object_it_uses(bool anotherObject)
    {
        var session = await Agent().GetSessionAsync("s");
        _client.Answer(async (_, token) =>
        {
            var inner = await Agent().RunAsync("inner", anotherObject ? await Agent().GetSessionAsync("s", cancellationToken: token) : session, cancellationToken: token);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, inner.Text));
        });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Agent().RunAsync("outer", session));

        Assert.StartsWith("Session 's' is in use by a turn, and this call was made inside it", error.Message, StringComparison.Ordinal);
        Assert.Equal("answer 2", (await Agent().RunAsync("after", session)).Text);
    }

    [Fact]
    public async Task A_run_that_gives_up_waiting_leaves_the_others_alone()
    {
        var (entered, release) = Hold();
        var session = await Agent().GetSessionAsync("s");
        var running = Agent().RunAsync("running", session);
        await entered.Task;
        using var source = new CancellationTokenSource();
        var impatient = Agent().RunAsync("impatient", session, cancellationToken: source.Token);
        var patient = Agent().RunAsync("patient", session);

        await source.CancelAsync();

        Assert.Equal(source.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient)).CancellationToken);
        release.SetResult();
        await running;
        await patient;
        Assert.Equal(["user: running", "assistant: held", "user: patient"], _client.Last.Texts);
    }

    [Fact]
    public async Task A_reader_that_goes_away_without_a_word_does_not_hold_the_session_for_ever()
    {
        var agent = Agent();
        var session = await agent.GetSessionAsync("s");
        await AbandonAsync(agent, session);

        for (var attempt = 0; ; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            try
            {
                await agent.RunAsync("next", session, new AgentRunOptions { ConcurrentTurns = ConcurrentTurns.Reject });
                break;
            }
            catch (SessionBusyException) when (attempt < 200)
            {
                await Task.Delay(10);
            }
        }

        Assert.Equal(["user: next"], _client.Last.Texts);
    }

    [Fact]
    public async Task A_stream_can_be_read_once()
    {
        var stream = Agent().RunStreamingAsync("once", await Agent().GetSessionAsync("s"));
        await stream.ToAgentResponseAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => stream.ToAgentResponseAsync());

        Assert.StartsWith("The stream of a run can be read once.", error.Message, StringComparison.Ordinal);
        Assert.Single(_client.Requests);
    }

    private static async Task AbandonAsync(AIAgent agent, AgentSession session)
    {
        var stream = agent.RunStreamingAsync("abandoned", session).GetAsyncEnumerator();
        Assert.True(await stream.MoveNextAsync());
    }

    /// <summary>Lets the next answer wait for a word.</summary>
    private (TaskCompletionSource Entered, TaskCompletionSource Release) Hold()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _client.Answer(async (_, token) =>
        {
            entered.SetResult();
            await release.Task.WaitAsync(token);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "held"));
        });
        return (entered, release);
    }

    private sealed class Audit(Func<TurnContext, Task> store) : HistoryProvider
    {
        public override bool LoadMessages => false;

        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => new(store(turn));
    }
}
