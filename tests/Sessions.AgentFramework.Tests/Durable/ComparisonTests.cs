using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using AgentSession = Microsoft.Agents.AI.AgentSession;
using AIAgent = Microsoft.Agents.AI.AIAgent;
using AIContextProvider = Microsoft.Agents.AI.AIContextProvider;
using ChatClientAgent = Microsoft.Agents.AI.ChatClientAgent;
using ChatClientAgentOptions = Microsoft.Agents.AI.ChatClientAgentOptions;

namespace Sessions.AgentFramework.Tests.Durable;

/// <summary>
/// The table of the guide and the README: each row is one program, run by an agent of the framework as it is, and by the same agent
/// with <c>WithSessions</c>. What the plain agent does is asserted too, so that the table stays true.
/// </summary>
public class ComparisonTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly SessionKey Key = new("acme", "alice-42");

    private readonly InMemorySessionStore _store = new();

    [Fact]
    public async Task Session_of_another_agent()
    {
        var model = new ScriptedModel();
        var (banker, plainBanker) = Agents(model, "Banker");
        var (guide, plainGuide) = Agents(model, "Guide");
        var plain = await plainGuide.CreateSessionAsync();
        await plainGuide.RunAsync("my secret", plain);

        // Plain: what was said to one agent is sent by the other.
        await plainBanker.RunAsync("hello", plain);
        Assert.Contains("my secret", model.Log.Requests[^1].Messages.Select(message => message.Text));

        var durable = await guide.CreateSessionAsync();
        await guide.RunAsync("my secret", durable);
        var asked = model.Log.Requests.Count;
        await Assert.ThrowsAsync<SessionMismatchException>(() => banker.RunAsync("hello", durable));
        Assert.Equal(asked, model.Log.Requests.Count);
    }

    [Fact]
    public async Task Parallel_runs_on_one_session()
    {
        const int Runs = 4_000;
        var model = new ScriptedModel(request => ModelAnswer.Of("ok").After(async _ => await Task.Yield()));
        var (durable, plain) = Agents(model);

        var plainSession = await plain.CreateSessionAsync();
        var (plainErrors, plainKept) = await RunAllAsync(plain, plainSession, Runs, () => Task.FromResult(MessagesOf(plainSession).Count));

        // Plain: messages are lost, or runs fail, or both.
        Assert.True(plainErrors > 0 || plainKept < 2 * Runs, "The framework has come to keep the messages of parallel runs: change the table.");

        // With a window: all that is asked here is what is kept.
        durable = plain.WithSessions(_store, new SessionsAgentOptions { View = new HistoryView { MaxMessages = 2 } });
        var session = await durable.CreateSessionAsync();
        var (errors, kept) = await RunAllAsync(durable, session, Runs, async () => await durable.ReadMessagesAsync(session).CountAsync());
        Assert.Equal((0, 2 * Runs), (errors, kept));
    }

    [Theory]
    [InlineData("exception")]
    [InlineData("cancellation")]
    [InlineData("break")]
    public async Task A_turn_that_ends_after_a_tool_ran(string how)
    {
        var plainBooked = new List<string>();
        var (_, plain) = Agents(Booking(how), tools: Book(plainBooked));
        var plainSession = await plain.CreateSessionAsync();
        await EndEarlyAsync(plain, plainSession, how);

        // Plain: the tool has run, and the history does not know.
        Assert.Single(plainBooked);
        Assert.Empty(MessagesOf(plainSession));

        var booked = new List<string>();
        var model = Booking(how);
        var durable = new ChatClientAgent(model, name: "Guide", tools: Book(booked)).WithSessions(_store, new SessionsAgentOptions { InterruptedTurns = InterruptedTurns.KeepPartial });
        var session = await durable.CreateSessionAsync();
        await EndEarlyAsync(durable, session, how);

        Assert.Single(booked);
        var kept = await durable.ReadMessagesAsync(session).ToListAsync();
        Assert.Equal("book it", kept[0].Text);
        Assert.Single(kept.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Equal("booked", Assert.Single(kept.SelectMany(message => message.Contents).OfType<FunctionResultContent>()).Result?.ToString());
        await durable.RunAsync("what now?", session);
        model.Log.ThrowIfInvalid();
    }

    [Fact]
    public async Task A_provider_that_fails_after_the_answer()
    {
        var (durable, plain) = Agents(new ScriptedModel(ModelAnswer.Of("the answer"), ModelAnswer.Of("the answer")), provider: new FailingProvider());

        // Plain: the answer is lost.
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await plain.RunAsync("hi", await plain.CreateSessionAsync()));

        var session = await durable.CreateSessionAsync();
        var response = await durable.RunAsync("hi", session);
        Assert.Equal("the answer", response.Text);
        Assert.Equal(TurnIssueKind.ProviderFailed, Assert.Single(response.GetIssues()).Kind);
        Assert.Equal(2, await durable.ReadMessagesAsync(session).CountAsync());
    }

    [Fact]
    public async Task A_service_that_begins_to_keep_a_history_that_is_kept_here()
    {
        ScriptedModel NewModel() => new(ModelAnswer.Of("one"), ModelAnswer.Of("two").In("conv-1"), ModelAnswer.Of("three").In("conv-1"));
        var (plainModel, model) = (NewModel(), NewModel());
        var (_, plain) = Agents(plainModel);
        var plainSession = await plain.CreateSessionAsync();
        await SayAsync(plain, plainSession, "1", "2", "3");

        // Plain: from then on the model does not see what was said before.
        Assert.Equal(["3"], plainModel.Log.Requests[2].Messages.Select(message => message.Text));

        var (durable, _) = Agents(model);
        await SayAsync(durable, await durable.CreateSessionAsync(), "1", "2", "3");
        Assert.Equal(["1", "one", "2", "two", "3"], model.Log.Requests[2].Messages.Select(message => message.Text));
        Assert.Null(model.Log.Requests[2].Options?.ConversationId);
    }

    [Fact]
    public async Task Two_saves_of_one_session()
    {
        var (durable, plain) = Agents(new ScriptedModel());
        var first = await plain.SerializeSessionAsync(await StartedAsync(plain));
        var (one, two) = (await plain.DeserializeSessionAsync(first), await plain.DeserializeSessionAsync(first));
        await plain.RunAsync("from one host", one);
        await plain.RunAsync("from another", two);
        _ = await plain.SerializeSessionAsync(one);
        var last = await plain.DeserializeSessionAsync(await plain.SerializeSessionAsync(two));

        // Plain: the save that comes last erases the other.
        Assert.DoesNotContain("from one host", MessagesOf(last).Select(message => message.Text));

        first = await durable.SerializeSessionAsync(await StartedAsync(durable));
        (one, two) = (await durable.DeserializeSessionAsync(first), await durable.DeserializeSessionAsync(first));
        await durable.RunAsync("from one host", one);
        await durable.RunAsync("from another", two);
        _ = await durable.SerializeSessionAsync(one);
        last = await durable.DeserializeSessionAsync(await durable.SerializeSessionAsync(two));
        var kept = await durable.ReadMessagesAsync(last).Select(message => message.Text).ToListAsync();
        Assert.Contains("from one host", kept);
        Assert.Contains("from another", kept);
    }

    [Fact]
    public async Task A_renamed_property()
    {
        // Plain: it reads as null, and the next save erases it.
        var plain = new ChatClientAgent(new ScriptedModel(), name: "Guide");
        var plainSession = await plain.CreateSessionAsync();
        plainSession.StateBag.SetValue("renamed", new LikesBefore { Name = "Alice", Town = "Bern" });
        var restored = await plain.DeserializeSessionAsync(await plain.SerializeSessionAsync(plainSession));
        var read = restored.StateBag.GetValue<LikesAfter>("renamed")!;
        Assert.Null(read.UserName);
        restored.StateBag.SetValue("renamed", read with { });
        Assert.DoesNotContain("Alice", (await plain.SerializeSessionAsync(restored)).GetRawText(), StringComparison.Ordinal);

        var agent = plain.WithSessions(_store);
        var session = await agent.GetSessionAsync(Key);
        session.SetState(new LikesBefore { Name = "Alice", Town = "Bern" });
        await agent.RunAsync("go", session);

        var later = await agent.GetSessionAsync(Key);
        Assert.Equal("Alice", later.GetLikesAfter().UserName);
        later.UpdateLikesAfter(likes => likes with { UserName = "Alice A." });
        await agent.RunAsync("go on", later);
        var kept = (await agent.GetSessionAsync(Key)).GetService<Sessions.Agents.AgentSession>()!;
        Assert.True(kept.State.TryGetJson("renamed", out var json));
        Assert.Equal("""{"UserName":"Alice A.","Town":"Bern"}""", json.GetRawText());
    }

    [Fact]
    public async Task Two_types_under_one_key()
    {
        // Plain: the one that comes last wipes the other.
        var plain = new ChatClientAgent(new ScriptedModel(), name: "Guide");
        var plainSession = await plain.CreateSessionAsync();
        plainSession.StateBag.SetValue("likes", new Likes { Name = "Alice" });
        plainSession.StateBag.SetValue("likes", new Note { Text = "mine" });
        Assert.DoesNotContain("Alice", (await plain.SerializeSessionAsync(plainSession)).GetRawText(), StringComparison.Ordinal);

        var agent = plain.WithSessions(_store);
        var session = await agent.GetSessionAsync(Key);
        session.SetState(new LikesBefore { Name = "Alice" });
        var refused = Assert.Throws<InvalidOperationException>(() => session.SetState(new LikesAfter { UserName = "Bob" }));
        Assert.Contains("renamed", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Alice", session.GetState<LikesBefore>().Name);
    }

    [Fact]
    public async Task Input_that_is_built_lazily()
    {
        var (durable, plain) = Agents(new ScriptedModel());
        var built = 0;
        IEnumerable<ChatMessage> Build()
        {
            built++;
            yield return new ChatMessage(ChatRole.User, $"attempt {built}");
        }

        // Both build it once.
        var plainSession = await plain.CreateSessionAsync();
        await plain.RunAsync(Build(), plainSession);
        Assert.Equal((1, "attempt 1"), (built, MessagesOf(plainSession)[0].Text));

        built = 0;
        var session = await durable.CreateSessionAsync();
        await durable.RunAsync(Build(), session);
        Assert.Equal((1, "attempt 1"), (built, (await durable.ReadMessagesAsync(session).FirstAsync()).Text));
    }

    [Fact]
    public async Task A_message_that_the_caller_changes_afterwards()
    {
        var (durable, plain) = Agents(new ScriptedModel());
        var message = new ChatMessage(ChatRole.User, "as it was said");
        var plainSession = await plain.CreateSessionAsync();
        await plain.RunAsync(message, plainSession);
        message.Contents[0] = new TextContent("as it was not said");

        // Plain: the history has changed with it.
        Assert.Equal("as it was not said", MessagesOf(plainSession)[0].Text);

        message = new ChatMessage(ChatRole.User, "as it was said");
        var session = await durable.CreateSessionAsync();
        await durable.RunAsync(message, session);
        message.Contents[0] = new TextContent("as it was not said");
        Assert.Equal("as it was said", (await durable.ReadMessagesAsync(session).FirstAsync()).Text);
    }

    private (SessionsAgent Durable, AIAgent Plain) Agents(ScriptedModel model, string name = "Guide", AIContextProvider? provider = null, IList<AITool>? tools = null)
    {
        var plain = new ChatClientAgent(model, new ChatClientAgentOptions
        {
            Name = name,
            AIContextProviders = provider is null ? null : [provider],
            ChatOptions = tools is null ? null : new ChatOptions { Tools = tools },
        });
        return (plain.WithSessions(_store), plain);
    }

    private static List<ChatMessage> MessagesOf(AgentSession session) => session.TryGetInMemoryChatHistory(out var messages) ? messages : [];

    private static async Task<AgentSession> StartedAsync(AIAgent agent)
    {
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("hello", session);
        return session;
    }

    private static async Task SayAsync(AIAgent agent, AgentSession session, params string[] messages)
    {
        foreach (var message in messages)
        {
            await agent.RunAsync(message, session);
        }
    }

    private static async Task<(int Errors, int Kept)> RunAllAsync(AIAgent agent, AgentSession session, int runs, Func<Task<int>> kept)
    {
        var errors = 0;
        await Task.WhenAll(Enumerable.Range(0, runs).Select(i => Task.Run(async () =>
        {
            try
            {
                await agent.RunAsync($"question {i}", session);
            }
            catch (Exception)
            {
                Interlocked.Increment(ref errors);
            }
        })));
        return (errors, await kept());
    }

    private static List<AITool> Book(List<string> booked) => [AIFunctionFactory.Create(
        () =>
        {
            booked.Add("hut");
            return "booked";
        },
        "book")];

    /// <summary>Books, and then fails, waits to be cancelled, or goes on talking.</summary>
    private static ScriptedModel Booking(string how) => new(request => request.Number switch
    {
        0 => ModelAnswer.Nothing.Call("c1", "book"),
        1 when how == "exception" => ModelAnswer.Nothing.FailWith(new HttpRequestException("The service is gone.")),
        1 when how == "cancellation" => ModelAnswer.Of("never").After(cancelled => Task.Delay(Patience, cancelled)),
        _ => ModelAnswer.Of("it is booked, and there is more to say"),
    });

    private static async Task EndEarlyAsync(AIAgent agent, AgentSession session, string how)
    {
        if (how == "break")
        {
            await foreach (var update in agent.RunStreamingAsync("book it", session))
            {
                if (update.Text.Length > 0)
                {
                    break;
                }
            }

            return;
        }

        using var cancelled = new CancellationTokenSource(how == "cancellation" ? TimeSpan.FromMilliseconds(300) : Patience);
        await Assert.ThrowsAnyAsync<Exception>(() => agent.RunAsync("book it", session, cancellationToken: cancelled.Token));
    }

    private sealed class FailingProvider : AIContextProvider
    {
        protected override ValueTask StoreAIContextAsync(InvokedContext context, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The memory is full.");
    }
}
