using Microsoft.Extensions.AI;
using Sessions.AgentFramework.Tests.Import;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.History;

/// <summary>The typed state that a history provider of ours sees in a run of the framework's agent is that of the session's bag.</summary>
public partial class ProviderStateTests
{
    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"re {request.Messages[^1].Text}"));

    [Fact]
    public async Task A_generated_provider_is_given_the_state_of_the_session()
    {
        var (agent, session) = await StartAsync(Generated.ToHistoryProvider(new CountedHistoryProvider()));
        session.SetVisits(new Visits { Count = 7 });

        await agent.RunAsync("one", session);
        session.UpdateVisits(visits => visits with { Count = 8 });
        await agent.RunAsync("two", session);

        Assert.Equal(["user: visit 7", "user: one"], _model.Log.Requests[0].Texts);
        Assert.Equal(["user: visit 8", "user: two"], _model.Log.Requests[1].Texts);
        Assert.Equal(8, session.GetVisits().Count);
    }

    [Fact]
    public async Task State_that_a_provider_sets_is_the_sessions()
    {
        var (agent, session) = await StartAsync(new Counting());

        await agent.RunAsync("one", session);
        Assert.Equal(2, session.GetVisits().Count);
        await agent.RunAsync("two", session);
        var resumed = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        await agent.RunAsync("three", resumed);

        Assert.Equal((4, 6), (session.GetVisits().Count, resumed.GetVisits().Count));
    }

    [Fact]
    public async Task State_that_a_tool_sets_in_between_is_seen_and_kept()
    {
        Framework.AgentSession? current = null;
        var model = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.User ? ModelAnswer.Nothing.Call("c1", "count") : ModelAnswer.Of("counted"));
        var agent = model.AsFrameworkAgent(new()
        {
            ChatHistoryProvider = new Counting().AsChatHistoryProvider(),
            ChatOptions = new() { Tools = [AIFunctionFactory.Create(() => current!.UpdateVisits(visits => visits with { Count = visits.Count + 10 }), "count")] },
        });
        current = await agent.CreateSessionAsync();
        current.SetSessionKey(new SessionKey("a"));

        await agent.RunAsync("one", current);

        Assert.Equal(12, current.GetVisits().Count);
    }

    [Fact]
    public async Task What_others_have_in_the_bag_is_left_as_it_is()
    {
        var (agent, session) = await StartAsync(new Counting());
        var live = new List<string> { "theirs" };
        session.StateBag.SetValue("theirs", live);

        await agent.RunAsync("one", session);

        Assert.Same(live, session.StateBag.GetValue<List<string>>("theirs"));
        Assert.Equal(new SessionKey("a"), session.GetSessionKey());
    }

    [Fact]
    public async Task State_that_a_provider_removes_is_gone()
    {
        var (agent, session) = await StartAsync(new Clearing());
        session.SetVisits(new Visits { Count = 7 });

        await agent.RunAsync("one", session);

        Assert.False(session.TryGetVisits(out _));
        Assert.DoesNotContain("Visits", session.StateBag.Serialize().GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_that_a_failing_provider_set_is_dropped()
    {
        var (agent, session) = await StartAsync(new Counting(fails: true));

        await Assert.ThrowsAsync<IOException>(() => agent.RunAsync("one", session));

        Assert.Equal(0, session.GetVisits().Count);
        Assert.Empty(_model.Log.Requests);
    }

    [Fact]
    public async Task A_bag_that_has_no_json_is_no_obstacle_to_a_provider_without_state()
    {
        var history = new DictionaryHistoryProvider();
        var (agent, session) = await StartAsync(history);
        session.StateBag.SetValue("odd", new Odd());
        await agent.RunAsync("one", session);

        var (counting, other) = await StartAsync(new Counting());
        other.StateBag.SetValue("odd", new Odd());
        var failure = await Assert.ThrowsAsync<SessionStoreException>(() => counting.RunAsync("one", other));

        Assert.Equal(2, history.Messages["a"].Count);
        Assert.Contains("JSON form", failure.Message, StringComparison.Ordinal);
    }

    private async Task<(Framework.AIAgent Agent, Framework.AgentSession Session)> StartAsync(HistoryProvider provider)
    {
        var agent = _model.AsFrameworkAgent(new() { Name = "Guide", ChatHistoryProvider = provider.AsChatHistoryProvider() });
        var session = await agent.CreateSessionAsync();
        session.SetSessionKey(new SessionKey("a"));
        return (agent, session);
    }

    private sealed class Odd
    {
        public string Text => throw new NotSupportedException("It has no text.");
    }

    [HistoryProvider("counted", StoreInputs = false, StoreOutputs = false)]
    internal sealed partial class CountedHistoryProvider
    {
        private readonly string _word = "visit";

        public IReadOnlyList<ChatMessage> GetMessagesAsync(Visits visits) => [new ChatMessage(ChatRole.User, $"{_word} {visits.Count}")];
    }

    private sealed class Counting(bool fails = false) : HistoryProvider
    {
        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            Count(turn);
            return fails ? throw new IOException("down") : new([]);
        }

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
        {
            Count(turn);
            return default;
        }

        private static void Count(TurnContext turn) => turn.Session!.UpdateVisits(visits => visits with { Count = visits.Count + 1 });
    }

    private sealed class Clearing : HistoryProvider
    {
        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
        {
            turn.Session!.ClearVisits();
            return new([]);
        }

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => default;
    }
}
