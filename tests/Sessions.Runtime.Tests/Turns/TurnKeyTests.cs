using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Turns;

/// <summary>The same turn key gives the same reply.</summary>
public class TurnKeyTests
{
    private readonly InMemorySessionStore _store = new();

    public enum Place
    {
        NoSession,
        Memory,
        Store,

        /// <summary>The same store, where nothing is known of what happens at <see cref="Store"/>.</summary>
        AnotherProcess,
    }

    public static TheoryData<Place, bool> Places { get; } = new(from place in new[] { Place.NoSession, Place.Memory, Place.Store } from streamed in new[] { false, true } select (place, streamed));

    private static AgentRunOptions Keyed => new() { TurnKey = "order-1" };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_repeated_key_gives_the_recorded_reply_and_asks_nobody(Place place, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Of("the reply").Using(3, 4));
        var (agent, session) = await BeginAsync(model, place);

        var first = await RunAsync(agent, "order", session, streamed);
        var again = await RunAsync(agent, "order", session, streamed);

        Assert.Equal("the reply", again.Text);
        Assert.Equal(first.TurnId, again.TurnId);
        Assert.Equal(7, again.Usage?.TotalTokenCount);
        Assert.Single(model.Log.Requests);
        Assert.Equal(session is null ? 0 : 1, session?.Revision ?? 0);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task While_the_first_runs_the_others_wait_for_it(Place place, bool streamed)
    {
        var model = new ScriptedModel(_ => ModelAnswer.Of("the reply").After(token => Task.Delay(20, token)));
        var (agent, session) = await BeginAsync(model, place);

        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => RunAsync(agent, "order", session, streamed, ConcurrentTurns.Reject))));

        Assert.Single(responses.Select(response => response.TurnId).Distinct());
        Assert.Single(model.Log.Requests);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task After_a_failure_the_turn_runs_again(Place place, bool streamed)
    {
        var model = new ScriptedModel(ModelAnswer.Nothing.FailWith(new IOException("no network")), ModelAnswer.Of("the reply"));
        var (agent, session) = await BeginAsync(model, place);
        await Assert.ThrowsAsync<IOException>(() => RunAsync(agent, "order", session, streamed));

        Assert.Equal("the reply", (await RunAsync(agent, "order", session, streamed)).Text);
        Assert.Equal(["user: order"], model.Log.Last.Texts);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Another_input_under_the_same_key_is_an_error(Place place, bool streamed)
    {
        var model = new ScriptedModel();
        var (agent, session) = await BeginAsync(model, place);
        await RunAsync(agent, "order", session, streamed);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(agent, "another order", session, streamed));

        Assert.StartsWith("The turn key 'order-1' was used before with other messages.", error.Message, StringComparison.Ordinal);
        Assert.Single(model.Log.Requests);
        await agent.RunAsync("without a key", session);
    }

    [Fact]
    public async Task The_reply_is_the_same_in_another_process()
    {
        var (agent, session) = await BeginAsync(new ScriptedModel(ModelAnswer.Of("the reply")), Place.Store);
        await agent.RunAsync("order", session, Keyed);

        var model = new ScriptedModel();
        var (later, found) = await BeginAsync(model, Place.AnotherProcess);

        Assert.Equal("the reply", (await later.RunAsync("order", found, Keyed)).Text);
        Assert.Empty(model.Log.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_that_is_run_again_does_not_run_its_finished_tools_again(bool streamed)
    {
        var calls = new List<string>();
        var crash = true;
        var tool = AIFunctionFactory.Create((string item) => { calls.Add(item); return $"{item} ordered"; }, "order");
        ModelAnswer[] answers = [ModelAnswer.Nothing.Call("c1", "order", ("item", "tea")), ModelAnswer.Of("done")];
        var model = new ScriptedModel(request => crash && request.Number == 1 ? ModelAnswer.Nothing.FailWith(new IOException("crash")) : answers[Math.Min(request.Number, 1)]);
        var (agent, session) = await BeginAsync(model, Place.Store, tool);
        await Assert.ThrowsAsync<IOException>(() => RunAsync(agent, "order", session, streamed));
        crash = false;

        // Nothing of the first attempt is left but what the store has.
        var (later, found) = await BeginAsync(model, Place.AnotherProcess, tool);
        var response = await RunAsync(later, "order", found, streamed);

        Assert.Equal("done", response.Text);
        Assert.Equal(["tea"], calls);
        Assert.Equal(3, model.Log.Requests.Count);
        Assert.Empty(model.Log.Problems);
        Assert.Contains("tea ordered", string.Join(' ', model.Log.Last.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result)), StringComparison.Ordinal);
        Assert.Empty(await _store.ReadStepsAsync(new SessionKey("s"), "order-1"));
    }

    [Fact]
    public async Task A_run_inside_a_turn_with_its_key_is_refused_not_deadlocked()
    {
        AIAgent? agent = null;
        agent = new ScriptedModel(ModelAnswer.Of("never").After(token => agent!.RunAsync("order", options: Keyed, cancellationToken: token))).AsAIAgent(name: "A");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => agent.RunAsync("order", options: Keyed));

        Assert.StartsWith("Turn key 'order-1' is in use by a turn, and this call was made inside it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0000b")]
    public async Task A_key_that_cannot_name_anything_is_refused(string key)
    {
        var model = new ScriptedModel();
        var (agent, session) = await BeginAsync(model, Place.Store);

        await Assert.ThrowsAsync<ArgumentException>(() => agent.RunAsync("order", session, new AgentRunOptions { TurnKey = key }));

        Assert.Empty(model.Log.Requests);
    }

    private static async Task<AgentResponse> RunAsync(AIAgent agent, string message, AgentSession? session, bool streamed, ConcurrentTurns? mode = null)
    {
        var options = new AgentRunOptions { TurnKey = "order-1", ConcurrentTurns = mode };
        return streamed ? await agent.RunStreamingAsync(message, session, options).ToAgentResponseAsync() : await agent.RunAsync(message, session, options);
    }

    private async Task<(AIAgent Agent, AgentSession? Session)> BeginAsync(ScriptedModel model, Place place, params AITool[] tools)
    {
        var agent = model.AsAIAgent(new ChatClientAgentOptions
        {
            Name = "A",
            SessionStore = place switch { Place.Store => _store, Place.AnotherProcess => new AnotherProcess(_store), _ => null },
            ChatOptions = new ChatOptions { Tools = [.. tools] },
            ConfigureChatClient = client => new FunctionInvokingChatClient(client),
        });
        return (agent, place == Place.NoSession ? null : await agent.GetSessionAsync("s"));
    }
}
