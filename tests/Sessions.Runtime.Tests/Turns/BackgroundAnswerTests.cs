using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>An answer that is made in the background is one turn, in however many runs it is fetched.</summary>
public class BackgroundAnswerTests
{
    private const string Call = "call:count";
    private const string Words = "one two three";

    private int _runsOfTool;

    public static TheoryData<int, bool, string, bool, bool, bool> Cases()
    {
        var cases = new TheoryData<int, bool, string, bool, bool, bool>();
        foreach (var leftAfter in new[] { 0, 1, 2, 3 })
        {
            foreach (var kept in new[] { "nowhere", "in memory", "in a store" })
            {
                for (var bits = 0; bits < 16; bits++)
                {
                    cases.Add(leftAfter, (bits & 1) > 0, kept, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task However_it_is_fetched_the_turn_is_committed_once_and_whole(int leftAfter, bool resumedStreamed, string kept, bool keyed, bool restarted, bool withTool)
    {
        var client = withTool ? new BackgroundClient(polls: 2, Call, Words) : new BackgroundClient(polls: 2, Words);
        var store = kept == "in a store" ? new InMemorySessionStore() : null;
        var agent = Agent(client, store);
        var session = kept == "nowhere" ? null : await agent.GetSessionAsync("s");
        var key = keyed ? "k" : null;

        var response = await BeginAsync(agent, leftAfter, session, new() { AllowBackgroundResponses = true, TurnKey = key });
        var turnId = response.TurnId;
        var runs = 1;
        while (response.ContinuationToken is { } token)
        {
            Assert.Equal((0, 0), (session?.CurrentTurn ?? 0, session?.State.Get<Tally>().Count ?? 0));
            if (restarted)
            {
                token = ResponseContinuationToken.FromBytes(token.ToBytes());
                (agent, session) = await RestartAsync(agent, session, client, store);
            }

            response = await ResumeAsync(agent, resumedStreamed, session, new() { AllowBackgroundResponses = true, ContinuationToken = token, TurnKey = key });
            Assert.Equal(turnId, response.TurnId);
            Assert.True(++runs < 10, "The answer does not come to its end.");
        }

        Assert.True(runs > 1 || (leftAfter > 2 && !withTool), "The answer was not made in the background.");
        Assert.Empty(response.Issues);

        // A stream that is gone on with gives what was not read yet.
        Assert.EndsWith(resumedStreamed && leftAfter > 0 ? "three" : Words, response.Text, StringComparison.Ordinal);
        Assert.Equal(withTool ? 1 : 0, _runsOfTool);
        if (session is not null)
        {
            var turn = Assert.Single(await TurnsAsync(agent, session));
            Assert.Equal((turnId, TurnStatus.Completed, 1), (turn.Record.Id, turn.Record.Status, turn.Record.InputCount));
            Assert.Equal(withTool ? $"Count.|So +count|=1|{Words}" : $"Count.|{Words}", Picture(turn.Messages));
            Assert.Equal(_runsOfTool, session.State.Get<Tally>().Count);
        }
    }

    [Theory]
    [InlineData(false, ConflictHandling.Throw)]
    [InlineData(true, ConflictHandling.Throw)]
    [InlineData(false, ConflictHandling.Retry)]
    public async Task What_came_between_is_a_conflict(bool streamed, ConflictHandling onConflict)
    {
        var client = new BackgroundClient(polls: 1, Words, "between", "after");
        var agent = Agent(client, new InMemorySessionStore());
        var session = await agent.GetSessionAsync("s");
        var token = (await agent.RunAsync("Count.", session, new() { AllowBackgroundResponses = true })).ContinuationToken;
        await agent.RunAsync("Between.", session);

        var options = new AgentRunOptions { ContinuationToken = token, OnConflict = onConflict };
        if (onConflict == ConflictHandling.Retry)
        {
            Assert.Equal("after", (await ResumeAsync(agent, streamed, session, options)).Text);
        }
        else
        {
            var conflict = await Assert.ThrowsAsync<SessionConflictException>(() => ResumeAsync(agent, streamed, session, options));
            Assert.Equal((0, 1, Words), (conflict.ExpectedRevision, conflict.ActualRevision, conflict.Response!.Text));
        }

        Assert.Equal(
            onConflict == ConflictHandling.Retry ? ["Between.|between", "Count.|after"] : ["Between.|between"],
            (await TurnsAsync(agent, session)).Select(turn => Picture(turn.Messages)));
        Assert.Equal(onConflict == ConflictHandling.Retry, client.Requests[^1].StartsWith("user: Between.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_that_was_committed_is_not_committed_again(bool streamed)
    {
        var client = new BackgroundClient(polls: 1, Words);
        var agent = Agent(client, new InMemorySessionStore());
        var session = await agent.GetSessionAsync("s");
        var begun = await agent.RunAsync("Count.", session, new() { AllowBackgroundResponses = true });

        var options = new AgentRunOptions { ContinuationToken = begun.ContinuationToken };
        var first = await ResumeAsync(agent, streamed, session, options);
        var requests = client.Requests.Count;
        var second = await ResumeAsync(agent, streamed, session, options);

        Assert.Equal((Words, Words, begun.TurnId), (first.Text, second.Text, second.TurnId));
        Assert.Equal(requests, client.Requests.Count);
        Assert.Single(await TurnsAsync(agent, session));
    }

    [Fact]
    public async Task What_an_abandoned_stream_has_left_is_replaced_by_the_turn()
    {
        var agent = Agent(new BackgroundClient(polls: 1, Words), new InMemorySessionStore());
        var session = await agent.GetSessionAsync("s");
        var left = await BeginAsync(agent, leftAfter: 2, session, new() { AllowBackgroundResponses = true, InterruptedTurns = InterruptedTurns.KeepPartial });
        Assert.Equal(["Count.|one two"], (await TurnsAsync(agent, session)).Select(turn => Picture(turn.Messages)));

        await ResumeAsync(agent, streamed: true, session, new() { ContinuationToken = left.ContinuationToken });

        Assert.Equal(["Count.|one two three"], (await TurnsAsync(agent, session)).Select(turn => Picture(turn.Messages)));
    }

    [Theory]
    [InlineData("provider", InterruptedTurns.KeepInput)]
    [InlineData("provider", InterruptedTurns.KeepPartial)]
    [InlineData("service", InterruptedTurns.KeepInput)]
    [InlineData("service", InterruptedTurns.KeepPartial)]
    public async Task It_is_gone_on_with_wherever_the_history_is(string keeper, InterruptedTurns mode)
    {
        var history = new DictionaryHistoryProvider();
        var agent = new ChatClientAgent(new BackgroundClient(polls: 0, Words), new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = new InMemorySessionStore(),
            ContextProviders = keeper == "provider" ? [history] : [],
        });
        var session = await agent.GetSessionAsync("s", serviceSessionId: keeper == "service" ? "kept" : null);
        var left = await BeginAsync(agent, leftAfter: 2, session, new() { AllowBackgroundResponses = true, InterruptedTurns = mode });
        Assert.Equal(1, session.CurrentTurn);

        var response = await ResumeAsync(agent, streamed: false, session, new() { ContinuationToken = left.ContinuationToken });

        Assert.Equal((Words, left.TurnId), (response.Text, response.TurnId));
        var turns = await TurnsAsync(agent, session);
        Assert.Equal((keeper == "provider" ? 1 : 2, TurnStatus.Completed), (turns.Count, turns[^1].Record.Status));
    }

    [Fact]
    public async Task A_repeated_answer_may_be_made_in_the_background_too()
    {
        var agent = Agent(new BackgroundClient(polls: 1, "first", Words), new InMemorySessionStore());
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("Count.", session);

        var begun = await agent.RegenerateAsync(session, new() { AllowBackgroundResponses = true });
        Assert.Equal(1, session.CurrentTurn);
        await agent.RunAsync([], session, new() { ContinuationToken = begun.ContinuationToken });

        Assert.Equal([$"Count.|{Words}"], (await TurnsAsync(agent, session)).Select(turn => Picture(turn.Messages)));
    }

    [Fact]
    public async Task Providers_prepare_each_run_and_are_told_when_the_answer_is_there()
    {
        var asked = 0;
        var told = new List<string?>();
        var provider = new Hook(
            "watch",
            before: (_, _) =>
            {
                asked++;
                return default;
            },
            after: (turn, _) =>
            {
                told.Add(turn.Response?.Text);
                return default;
            });
        var agent = new ChatClientAgent(new BackgroundClient(polls: 2, Words), new ChatClientAgentOptions { Name = "A", ContextProviders = [provider] });
        var session = await agent.CreateSessionAsync();

        var response = await agent.RunAsync("Count.", session, new() { AllowBackgroundResponses = true });
        while (response.ContinuationToken is { } token)
        {
            Assert.Empty(told);
            response = await agent.RunAsync([], session, new() { ContinuationToken = token });
        }

        Assert.Equal([Words], told);
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_run_that_returns_before_the_answer_is_in_progress_for_who_watches()
    {
        using var telemetry = new TelemetryRecorder();
        var agent = Agent(new BackgroundClient(polls: 1, Words), store: null);
        var session = await agent.CreateSessionAsync("s");

        var begun = await agent.RunAsync("Count.", session, new() { AllowBackgroundResponses = true });
        await agent.RunAsync([], session, new() { ContinuationToken = begun.ContinuationToken });

        var turns = telemetry.Activities.Where(activity => Equals(activity.GetTagItem("sessions.turn.id"), begun.TurnId));
        Assert.Equal(["in_progress", "completed"], turns.Select(activity => activity.GetTagItem("sessions.turn.status")));
    }

    [Fact]
    public async Task A_token_that_does_not_fit_is_refused()
    {
        var agent = Agent(new BackgroundClient(polls: 1, Words), store: null);
        var session = await agent.GetSessionAsync("s");
        var options = new AgentRunOptions { ContinuationToken = (await agent.RunAsync("Count.", session, new() { AllowBackgroundResponses = true })).ContinuationToken };

        Assert.Contains("takes no messages", (await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync("More.", session, options))).Message, StringComparison.Ordinal);
        Assert.Contains("of session 's'", (await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync([], session: null, options))).Message, StringComparison.Ordinal);
        var other = await agent.CreateSessionAsync("t");
        Assert.Contains("session 't'", (await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync([], other, options))).Message, StringComparison.Ordinal);
        var another = new ChatClientAgent(new BackgroundClient(polls: 1), name: "B");
        Assert.Contains("agent 'A'", (await Assert.ThrowsAsync<ArgumentException>(() => another.RunAsync([], session: null, options))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync([], session));
    }

    [Fact]
    public async Task A_damaged_token_is_named_as_that()
    {
        var agent = Agent(new BackgroundClient(polls: 1, Call, Words), store: null);
        var begun = await BeginAsync(agent, leftAfter: 3, await agent.GetSessionAsync("s"), new() { AllowBackgroundResponses = true });
        var bytes = begun.ContinuationToken!.ToBytes().ToArray();
        var random = new Random(15);
        for (var i = 0; i < TestScale.Of(20_000); i++)
        {
            var damaged = Damage.Of(bytes, random);
            try
            {
                await agent.RunAsync([], await agent.GetSessionAsync("s"), new() { ContinuationToken = ResponseContinuationToken.FromBytes(damaged) });
            }
            catch (Exception exception) when (exception is SessionFormatException or SessionConflictException or ArgumentException { ParamName: "options" })
            {
            }
            catch (Exception exception) when (IsOfClient(exception))
            {
                // The client's own token was damaged, and is the client's to refuse.
            }
        }

        static bool IsOfClient(Exception exception) => exception.StackTrace!.Contains(nameof(BackgroundClient), StringComparison.Ordinal);
    }

    private static async Task<AgentResponse> BeginAsync(AIAgent agent, int leftAfter, AgentSession? session, AgentRunOptions options)
    {
        if (leftAfter == 0)
        {
            return await agent.RunAsync("Count.", session, options);
        }

        var updates = new List<AgentResponseUpdate>();
        await foreach (var update in agent.RunStreamingAsync("Count.", session, options))
        {
            updates.Add(update);
            if (updates.Count(update => update.ContinuationToken is not null) == leftAfter)
            {
                break;
            }
        }

        return updates.ToAgentResponse();
    }

    private static async Task<AgentResponse> ResumeAsync(AIAgent agent, bool streamed, AgentSession? session, AgentRunOptions options) => streamed
        ? await agent.RunStreamingAsync([], session, options).ToAgentResponseAsync()
        : await agent.RunAsync([], session, options);

    private static async Task<List<SessionTurn>> TurnsAsync(AIAgent agent, AgentSession session)
    {
        var turns = new List<SessionTurn>();
        await foreach (var turn in agent.ReadTurnsAsync(session))
        {
            turns.Add(turn);
        }

        return turns;
    }

    private static string Picture(IEnumerable<ChatMessage> messages) => string.Join('|', messages.Select(message =>
        message.Text + string.Concat(message.Contents.Select(content => content switch
        {
            FunctionCallContent call => "+" + call.Name,
            FunctionResultContent result => "=" + result.Result,
            _ => "",
        }))));

    private async Task<(ChatClientAgent Agent, AgentSession? Session)> RestartAsync(AIAgent agent, AgentSession? session, BackgroundClient client, SessionStore? store)
    {
        var restarted = Agent(client, store);
        return (restarted, session is null ? null
            : store is not null ? await restarted.GetSessionAsync(session.Key)
            : await restarted.DeserializeSessionAsync(await agent.SerializeSessionAsync(session)));
    }

    private ChatClientAgent Agent(BackgroundClient client, SessionStore? store) => new(client, new ChatClientAgentOptions
    {
        Name = "A",
        SessionStore = store,
        ChatOptions = new() { Tools = [AIFunctionFactory.Create(Count, "count")] },
    });

    private int Count()
    {
        TurnContext.Current!.Session?.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
        return ++_runsOfTool;
    }
}
