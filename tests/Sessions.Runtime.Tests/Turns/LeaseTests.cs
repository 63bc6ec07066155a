using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>Under a lease a turn waits for the one on another host, and a turn after a turn need not ask what is new. What is kept does not depend on it.</summary>
public class LeaseTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly InMemorySessionStore _sessions = new();
    private readonly LeaseTable _leases;
    private readonly LeasingStore _one;
    private readonly LeasingStore _other;

    public LeaseTests()
    {
        _leases = new LeaseTable(_time);
        _one = new LeasingStore(_sessions, _leases);
        _other = new LeasingStore(_sessions, _leases);
    }

    public static TheoryData<bool> Streamed { get; } = [false, true];

    /// <summary>What may happen to a session of a host between two of its turns, on whatever object.</summary>
    public static TheoryData<string> Changes { get; } = ["save", "rewind", "fork", "update details", "turn on another object", "turn with a key", "turn that fails", "handed over and back", "replaced turn"];

    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task A_turn_asks_the_store_twice_and_the_next_once_while_the_lease_is_held(bool streamed)
    {
        var agent = AgentOf(_one);
        var session = await agent.GetSessionAsync("s");

        Assert.Equal(["open", "commit"], await CallsAsync(_one, () => agent.RunAsync(streamed, "1", session)));
        Assert.Equal(["commit"], await CallsAsync(_one, () => agent.RunAsync(streamed, "2", session)));
        _time.Advance(Idle / 2);
        Assert.Equal(["commit"], await CallsAsync(_one, () => agent.RunAsync(streamed, "3", session)));
        _time.Advance(Idle);
        Assert.Equal(["open", "commit"], await CallsAsync(_one, () => agent.RunAsync(streamed, "4", session)));
        Assert.Equal(["open", "commit"], await CallsAsync(_one, () => agent.RunAsync("5", session, new AgentRunOptions { TurnKey = "k" })));
        Assert.Equal(["1", "2", "3", "4", "5"], await InputsAsync());
    }

    [Fact]
    public async Task Without_an_idle_time_it_is_given_back_with_the_commit()
    {
        var agent = AgentOf(_one, idle: TimeSpan.Zero);
        var session = await agent.GetSessionAsync("s");

        Assert.Equal(["open", "commit"], await CallsAsync(_one, () => agent.RunAsync("1", session)));
        Assert.Equal(0, _leases.Count);
        Assert.Equal(["open", "commit"], await CallsAsync(_one, () => agent.RunAsync("2", session)));
    }

    [Theory]
    [MemberData(nameof(Streamed))]
    public async Task A_turn_waits_for_the_one_on_another_host_and_goes_on_from_it(bool streamed)
    {
        var gate = new TaskCompletionSource();
        var (slow, fast) = (AgentOf(_one, Waiting(gate)), AgentOf(_other));
        var (first, second) = (await slow.GetSessionAsync("s"), await fast.GetSessionAsync("s"));

        var running = slow.RunAsync(streamed, "1", first);
        var waiting = fast.RunAsync(streamed, "2", second);
        await AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.False(waiting.IsCompleted);
        gate.SetResult();
        await running;
        await AdvanceUntilAsync(waiting);

        await waiting;
        Assert.Equal(["1", "2"], await InputsAsync());
        Assert.Equal(2, second.Revision);
    }

    [Fact]
    public async Task Without_leases_the_later_of_the_two_is_a_conflict()
    {
        var gate = new TaskCompletionSource();
        var (slow, fast) = (AgentOf(_one, Waiting(gate), isLeased: false), AgentOf(_other, isLeased: false));
        var (first, second) = (await slow.GetSessionAsync("s"), await fast.GetSessionAsync("s"));

        var running = slow.RunAsync("1", first);
        await fast.RunAsync("2", second);
        gate.SetResult();

        await Assert.ThrowsAsync<SessionConflictException>(() => running);
        Assert.DoesNotContain("release", _one.Calls);
    }

    [Fact]
    public async Task A_host_that_died_is_waited_for_no_longer_than_the_lease()
    {
        // Nothing renews what a process that is gone has had.
        _leases.Take(new SessionKey("s"), new LeaseRequest("dead", Duration));
        var agent = AgentOf(_other);
        var session = await agent.GetSessionAsync("s");

        var begun = _time.GetTimestamp();
        var waiting = agent.RunAsync("1", session);
        await AdvanceAsync(Duration - TimeSpan.FromSeconds(2));
        Assert.False(waiting.IsCompleted);
        await AdvanceUntilAsync(waiting);

        await waiting;
        Assert.InRange(_time.GetElapsedTime(begun), Duration, 2 * Duration);
    }

    [Fact]
    public async Task One_that_was_lost_does_no_harm()
    {
        var gate = new TaskCompletionSource();
        var (slow, fast) = (AgentOf(_one, Waiting(gate)), AgentOf(_other));
        var (first, second) = (await slow.GetSessionAsync("s"), await fast.GetSessionAsync("s"));

        var running = slow.RunAsync("1", first);
        _leases.Remove(new SessionKey("s"));
        await fast.RunAsync("2", second);
        gate.SetResult();

        var conflict = await Assert.ThrowsAsync<SessionConflictException>(() => running);
        Assert.Equal("answer", conflict.Response?.Text);
        await AdvanceAsync(Idle);
        await AdvanceUntilAsync(slow.RunAsync("3", first));
        Assert.Equal(["2", "3"], await InputsAsync());
    }

    [Fact]
    public async Task A_host_without_leases_is_not_held_up_and_what_it_has_committed_is_a_conflict()
    {
        var (leased, bare) = (AgentOf(_one), AgentOf(_other, isLeased: false));
        var (first, second) = (await leased.GetSessionAsync("s"), await bare.GetSessionAsync("s"));
        await leased.RunAsync("1", first);

        await bare.RunAsync("2", second);
        await Assert.ThrowsAsync<SessionConflictException>(() => leased.RunAsync("3", first));
        await bare.RunAsync("4", second);
        await leased.RunAsync("5", first, new AgentRunOptions { OnConflict = ConflictHandling.Retry });

        Assert.Equal(["1", "2", "4", "5"], await InputsAsync());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_this_host_changes_between_two_turns_is_known_to_the_second(string change)
    {
        var agent = AgentOf(_one);
        var heir = AgentOf(_one, name: "heir");
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("1", session);
        await agent.RunAsync("2", session);
        var same = await agent.GetSessionAsync("s");

        switch (change)
        {
            case "save":
                same.State.Set(new Tally { Count = 7 });
                await agent.SaveSessionAsync(same);
                break;
            case "rewind":
                await agent.RewindSessionAsync(same, 1);
                break;
            case "fork":
                await agent.ForkSessionAsync(same);
                break;
            case "update details":
                await agent.UpdateDetailsAsync(same, details => details with { Title = "t" });
                break;
            case "turn on another object":
                await agent.RunAsync("2b", same);
                break;
            case "turn with a key":
                await agent.RunAsync("2b", same, new AgentRunOptions { TurnKey = "k" });
                await agent.RunAsync("2b", same, new AgentRunOptions { TurnKey = "k" });
                break;
            case "turn that fails":
                await Assert.ThrowsAsync<IOException>(() => agent.RunAsync("fail", same));
                break;
            case "handed over and back":
                await agent.HandOffAsync(same, heir);
                await heir.HandOffAsync(await heir.GetSessionAsync("s"), agent);
                break;
            default:
                await agent.RunAsync("2b", same, new AgentRunOptions { ReplacesTurn = 2 });
                break;
        }

        await agent.RunAsync("3", session);

        Assert.Equal("3", (await InputsAsync())[^1]);
        Assert.Equal(change == "update details" ? "t" : null, session.Details.Title);
        Assert.Equal(change == "save" ? 7 : 0, session.State.Get<Tally>().Count);
    }

    [Fact]
    public async Task A_session_that_this_host_deleted_is_gone_for_the_next_turn_too()
    {
        var agent = AgentOf(_one);
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("1", session);
        await agent.DeleteSessionAsync(new SessionKey("s"));

        await Assert.ThrowsAsync<SessionConflictException>(() => agent.RunAsync("2", session));
        Assert.Equal(0, _leases.Count);
    }

    [Theory]
    [InlineData("fails")]
    [InlineData("is cancelled")]
    [InlineData("is a replay")]
    [InlineData("is left")]
    [InlineData("is a conflict")]
    public async Task A_turn_that_commits_nothing_gives_it_back(string end)
    {
        var agent = AgentOf(_one, idle: TimeSpan.Zero);
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("1", session, new AgentRunOptions { TurnKey = "k" });
        switch (end)
        {
            case "fails":
                await Assert.ThrowsAsync<IOException>(() => agent.RunAsync("fail", session));
                break;
            case "is cancelled":
                using (var cancellation = new CancellationTokenSource())
                {
                    var running = AgentOf(_one, Waiting(new TaskCompletionSource())).RunAsync("2", session, cancellationToken: cancellation.Token);
                    await cancellation.CancelAsync();
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
                }

                break;
            case "is a replay":
                await agent.RunAsync("1", session, new AgentRunOptions { TurnKey = "k" });
                break;
            case "is left":
                await foreach (var update in agent.RunStreamingAsync("2", session))
                {
                    break;
                }

                break;
            default:
                var (gate, bare) = (new TaskCompletionSource(), AgentOf(_other, isLeased: false));
                var late = AgentOf(_one, Waiting(gate)).RunAsync("2", session);
                await bare.RunAsync("3", await bare.GetSessionAsync("s"));
                gate.SetResult();
                await Assert.ThrowsAsync<SessionConflictException>(() => late);
                break;
        }

        Assert.Equal(0, _leases.Count);
    }

    [Fact]
    public async Task A_turn_that_is_not_to_wait_waits_for_an_idle_host_and_for_no_turn()
    {
        var gate = new TaskCompletionSource();
        var (slow, impatient) = (AgentOf(_one, new QueuedAnswerClient().Answer("answer").Answer((_, token) => AnswerAsync(gate, token))), AgentOf(_other, mode: ConcurrentTurns.Reject));
        var (first, second) = (await slow.GetSessionAsync("s"), await impatient.GetSessionAsync("s"));
        await slow.RunAsync("1", first);

        var afterIdle = impatient.RunAsync("2", second);
        await AdvanceUntilAsync(afterIdle);
        await AdvanceAsync(Idle);
        var running = slow.RunAsync("3", first);
        var refused = impatient.RunAsync("4", second);
        await AdvanceUntilAsync(refused);

        await Assert.ThrowsAsync<SessionBusyException>(() => refused);
        gate.SetResult();
        await running;
        Assert.Equal(["1", "2", "3"], await InputsAsync());
    }

    [Fact]
    public async Task A_turn_waits_for_another_host_no_longer_than_it_waits_in_a_queue()
    {
        _leases.Take(new SessionKey("s"), new LeaseRequest("somebody", TimeSpan.FromHours(1)));
        var agent = AgentOf(_one, timeout: TimeSpan.FromMinutes(1));

        var waiting = agent.RunAsync("1", await agent.GetSessionAsync("s"));
        await AdvanceAsync(TimeSpan.FromSeconds(58));
        Assert.False(waiting.IsCompleted);
        await AdvanceUntilAsync(waiting);

        Assert.Contains("60 s", (await Assert.ThrowsAsync<SessionBusyException>(() => waiting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_turn_that_waits_for_another_host_can_be_cancelled()
    {
        _leases.Take(new SessionKey("s"), new LeaseRequest("somebody", TimeSpan.FromHours(1)));
        var agent = AgentOf(_one);
        using var cancellation = new CancellationTokenSource();

        var waiting = agent.RunAsync("1", await agent.GetSessionAsync("s"), cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, _leases.Count);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("release")]
    public async Task A_lease_that_cannot_be_renewed_or_given_back_costs_the_turn_nothing(string failing)
    {
        var gate = new TaskCompletionSource();
        var agent = AgentOf(_one, new QueuedAnswerClient().Answer((_, token) => AnswerAsync(gate, token)).Fail(new InvalidOperationException("The model is gone.")));
        var session = await agent.GetSessionAsync("s");
        var running = agent.RunAsync("1", session);
        _one.Asking = call => _ = call == failing ? throw new IOException("The server is gone.") : call;

        await AdvanceAsync(Duration);
        gate.SetResult();
        Assert.Equal("answer", (await running).Text);
        Assert.Equal("The model is gone.", (await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("2", session))).Message);
    }

    [Fact]
    public void An_agent_whose_sessions_nobody_can_lease_is_refused()
    {
        foreach (var store in new SessionStore?[] { null, _sessions })
        {
            var options = new ChatClientAgentOptions { Name = "A", SessionStore = store, SessionLease = new SessionLeaseOptions() };

            Assert.Contains("SessionLease", Assert.Throws<ArgumentException>(() => new EchoClient().AsAIAgent(options)).Message, StringComparison.Ordinal);
        }
    }

    private static async Task<ChatResponse> AnswerAsync(TaskCompletionSource gate, CancellationToken token)
    {
        await gate.Task.WaitAsync(token);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "answer"));
    }

    /// <summary>A model whose first answer waits.</summary>
    private static QueuedAnswerClient Waiting(TaskCompletionSource gate) => new QueuedAnswerClient().Answer((_, token) => AnswerAsync(gate, token));

    private ChatClientAgent AgentOf(SessionStore store, IChatClient? model = null, bool isLeased = true, TimeSpan? idle = null, ConcurrentTurns mode = default, TimeSpan? timeout = null, string name = "A") =>
        (model ?? new ScriptedModel(request => request.Messages[^1].Text == "fail" ? throw new IOException("No model.") : ModelAnswer.Of("answer"))).AsAIAgent(new ChatClientAgentOptions
        {
            Name = name,
            SessionStore = store,
            SessionLease = isLeased ? new SessionLeaseOptions { Duration = Duration, IdleDuration = idle ?? Idle } : null,
            ConcurrentTurns = mode,
            QueueTimeout = timeout,
            TimeProvider = _time,
        });

    private static async Task<List<string>> CallsAsync(LeasingStore store, Func<Task> use)
    {
        store.Calls.Clear();
        await use();
        return [.. store.Calls];
    }

    /// <summary>What the users have said in the session's present.</summary>
    private async Task<List<string>> InputsAsync()
    {
        var agent = AgentOf(_sessions, isLeased: false);
        var session = await agent.GetSessionAsync("s");
        return [.. (await agent.ReadTurnsAsync(session).ToListAsync()).Select(turn => turn.Messages[0].Text)];
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        for (var step = TimeSpan.FromSeconds(1); time > TimeSpan.Zero; time -= step)
        {
            // Whoever waits for the time goes on elsewhere.
            await Task.Delay(5);
            _time.Advance(step);
        }

        await Task.Delay(20);
    }

    private async Task AdvanceUntilAsync(Task task)
    {
        for (var i = 0; i < 200 && !task.IsCompleted; i++)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        await Task.WhenAny(task).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
