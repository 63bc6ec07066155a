using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>Turns lost on cancel, failure or disconnect, although tools already ran.</summary>
public abstract class LostTurnTests(TestStores stores) : ReportedFailureTests(stores)
{
    /// <summary>How a turn comes to an end before its time.</summary>
    public enum Ending
    {
        Failure,
        Cancellation,
        ReaderLeaves,
        EnumeratorIsDisposed,
    }

    public static TheoryData<Ending, bool> Endings { get; } = new(from ending in Enum.GetValues<Ending>() from streamed in new[] { false, true } where streamed || ending <= Ending.Cancellation select (ending, streamed));

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_turn_that_ends_before_its_time_keeps_what_was_said_and_done(Ending ending, bool streamed)
    {
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var pay = AIFunctionFactory.Create(() => $"paid {++calls}", "pay");
        var model = new ScriptedModel(request => (request.Number, ending) switch
        {
            (0, _) => ModelAnswer.Of("I pay").Call("c1", "pay"),
            (1, Ending.Failure) => ModelAnswer.Nothing.FailWith(new HttpRequestException("down")),
            (1, Ending.Cancellation) => ModelAnswer.Nothing.After(token => HangAsync(stop, token)),
            (1, _) => ModelAnswer.Of("one two three"),
            _ => ModelAnswer.Of("next answer"),
        });
        var configure = With(pay) + (options => options.InterruptedTurns = InterruptedTurns.KeepPartial);
        var store = CreateStore();
        var agent = Agent(model, store, configure);
        var session = await agent.GetSessionAsync("s");

        await EndAsync(ending, agent, session, streamed, stop.Token);
        var (later, found) = await RestartAsync(model, store, agent, session, configure);
        await later.RunAsync("go on", found);

        string[] said = ending < Ending.ReaderLeaves ? [] : ["assistant: one "];
        Assert.Equal(["user: please pay", "assistant: I pay pay#c1", "tool: #c1=paid 1", .. said, "user: go on"], model.Log.Last.Texts);
        Assert.Equal(1, calls);
        Assert.Equal(2, found.Revision);
        model.Log.ThrowIfInvalid();
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task The_callers_words_are_kept_where_they_are_to_be(Ending ending, bool streamed)
    {
        using var stop = new CancellationTokenSource();
        var model = new ScriptedModel(request => (request.Number, ending) switch
        {
            (0, Ending.Failure) => ModelAnswer.Nothing.FailWith(new HttpRequestException("down")),
            (0, Ending.Cancellation) => ModelAnswer.Nothing.After(token => HangAsync(stop, token)),
            _ => ModelAnswer.Of("one two three"),
        });
        Action<ChatClientAgentOptions> configure = options => options.InterruptedTurns = InterruptedTurns.KeepInput;
        var store = CreateStore();
        var agent = Agent(model, store, configure);
        var session = await agent.GetSessionAsync("s");

        await EndAsync(ending, agent, session, streamed, stop.Token);
        var (later, found) = await RestartAsync(model, store, agent, session, configure);
        await later.RunAsync("go on", found);

        Assert.Equal(["user: please pay", "user: go on"], model.Log.Last.Texts);
    }

    [Theory]
    [InlineData(InterruptedTurns.KeepInput)]
    [InlineData(InterruptedTurns.KeepPartial)]
    public async Task The_services_new_id_is_not_lost_when_the_reader_leaves(InterruptedTurns kept)
    {
        var model = new ScriptedModel(request => ModelAnswer.Of("one two three").In($"r{request.Number + 1}"));
        Action<ChatClientAgentOptions> configure = options => options.InterruptedTurns = kept;
        var store = CreateStore();
        var agent = Agent(model, store, configure);
        var session = await agent.GetSessionAsync("s", serviceSessionId: store is null ? null : "r0");

        await EndAsync(Ending.ReaderLeaves, agent, session, streamed: true, CancellationToken.None);
        var (later, found) = await RestartAsync(model, store, agent, session, configure);
        await later.RunAsync("go on", found);

        Assert.Equal("r1", model.Log.Last.Options?.ConversationId);
        Assert.Equal(["user: go on"], model.Log.Last.Texts);
        Assert.Equal("r2", found.ServiceSessionId);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task No_provider_is_called_with_a_token_that_is_cancelled(Ending ending, bool streamed)
    {
        using var stop = new CancellationTokenSource();
        var model = new ScriptedModel(_ => ending switch
        {
            Ending.Failure => ModelAnswer.Nothing.FailWith(new HttpRequestException("down")),
            Ending.Cancellation => ModelAnswer.Nothing.After(token => HangAsync(stop, token)),
            _ => ModelAnswer.Of("one two three"),
        });
        var told = new List<bool>();
        var hook = new Hook("hook", after: (_, token) => Tell(token));
        var history = new TokenTellingHistory(Tell);
        var agent = Agent(model, CreateStore(), With(hook, history) + (options => options.InterruptedTurns = InterruptedTurns.KeepPartial));

        await EndAsync(ending, agent, await agent.GetSessionAsync("s"), streamed, stop.Token);

        Assert.Equal([false, false], told);

        ValueTask Tell(CancellationToken token)
        {
            told.Add(token.IsCancellationRequested);
            return default;
        }
    }

    private static async Task EndAsync(Ending ending, AIAgent agent, AgentSession session, bool streamed, CancellationToken cancellationToken)
    {
        switch (ending)
        {
            case Ending.Failure:
                await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync(streamed, "please pay", session, cancellationToken: cancellationToken));
                break;
            case Ending.Cancellation:
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => agent.RunAsync(streamed, "please pay", session, cancellationToken: cancellationToken));
                break;
            case Ending.ReaderLeaves:
                await foreach (var update in agent.RunStreamingAsync("please pay", session, cancellationToken: cancellationToken))
                {
                    if (update.Text == "one ")
                    {
                        break;
                    }
                }

                break;
            default:
                var updates = agent.RunStreamingAsync("please pay", session, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (await updates.MoveNextAsync() && updates.Current.Text != "one ")
                {
                }

                await updates.DisposeAsync();
                break;
        }
    }

    /// <summary>A history that tells which token it is asked to save with.</summary>
    private sealed class TokenTellingHistory(Func<CancellationToken, ValueTask> tell) : HistoryProvider
    {
        protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken) => new([]);

        protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => tell(cancellationToken);
    }
}
