using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>A commit whose acknowledgement is lost is settled by asking the store: what was kept is said to be kept, once.</summary>
public abstract class LostAcknowledgementTests(TestStores stores) : TestsWithStores(stores)
{
    public static TheoryData<bool, string?, string> Turns
    {
        get
        {
            var data = new TheoryData<bool, string?, string>();
            foreach (var failure in Failures.Keys)
            {
                foreach (var streamed in new[] { false, true })
                {
                    data.Add(streamed, null, failure);
                    data.Add(streamed, "key", failure);
                }
            }

            return data;
        }
    }

    private static IReadOnlyDictionary<string, Func<Exception>> Failures { get; } = new Dictionary<string, Func<Exception>>(StringComparer.Ordinal)
    {
        ["connection"] = () => new IOException("connection reset"),
        ["time-out"] = () => new TimeoutException("time-out"),
        ["cancellation of its own"] = () => new TaskCanceledException("time-out"),
        ["store exception"] = () => new SessionStoreException("connection reset"),
        ["conflict of its own retry"] = () => new SessionConflictException(new SessionKey("s"), 1, 2),
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task A_turn_that_the_store_has_is_kept_once(bool streamed, string? key, string failure)
    {
        var scene = await SceneAsync();
        scene.Session.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
        scene.Store.Failure = Failures[failure];
        scene.Store.Next = Loss.Acknowledgement;

        var response = await scene.Agent.RunAsync(streamed, "pay", scene.Session, new AgentRunOptions { TurnKey = key });
        await scene.Agent.RunAsync(streamed, "next", scene.Session);

        Assert.Equal("re pay", response.Text);
        Assert.Equal(1, scene.Store.Lost);
        Assert.Equal(["first", "pay", "next"], await scene.InputsAsync());
        Assert.Equal(1, scene.Session.State.Get<Tally>().Count);
    }

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task A_turn_that_the_store_does_not_have_is_not_kept(bool streamed, string? key, string failure)
    {
        var scene = await SceneAsync();
        scene.Store.Failure = Failures[failure];
        scene.Store.Next = Loss.Request;

        var thrown = await Assert.ThrowsAnyAsync<SessionException>(() => scene.Agent.RunAsync(streamed, "pay", scene.Session, new AgentRunOptions { TurnKey = key }));
        Assert.Equal("re pay", thrown.Response?.Text);
        Assert.Equal(["first"], await scene.InputsAsync());
        await scene.Agent.RunAsync(streamed, "pay", scene.Session, new AgentRunOptions { TurnKey = key });

        Assert.Equal(["first", "pay"], await scene.InputsAsync());
    }

    /// <summary>A store need not throw: it may return that it cannot say what became of the commit.</summary>
    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "key")]
    [InlineData(true, null)]
    [InlineData(true, "key")]
    public async Task A_turn_that_the_store_has_and_calls_unknown_is_kept_once(bool streamed, string? key)
    {
        var scene = await SceneAsync();
        (scene.Store.Next, scene.Store.ReturnsFailure) = (Loss.Acknowledgement, true);

        var response = await scene.Agent.RunAsync(streamed, "pay", scene.Session, new AgentRunOptions { TurnKey = key });
        await scene.Agent.RunAsync(streamed, "next", scene.Session);

        Assert.Equal("re pay", response.Text);
        Assert.Equal(1, scene.Store.Lost);
        Assert.Equal(["first", "pay", "next"], await scene.InputsAsync());
    }

    /// <inheritdoc cref="A_turn_that_the_store_has_and_calls_unknown_is_kept_once"/>
    [Theory]
    [InlineData(false, null)]
    [InlineData(false, "key")]
    [InlineData(true, null)]
    [InlineData(true, "key")]
    public async Task A_turn_that_the_store_does_not_have_and_calls_unknown_is_not_kept(bool streamed, string? key)
    {
        var scene = await SceneAsync();
        (scene.Store.Next, scene.Store.ReturnsFailure) = (Loss.Request, true);

        var thrown = await Assert.ThrowsAsync<SessionStoreException>(() => scene.Agent.RunAsync(streamed, "pay", scene.Session, new AgentRunOptions { TurnKey = key }));
        Assert.Equal("re pay", thrown.Response?.Text);
        Assert.IsType<IOException>(thrown.InnerException);
        Assert.Equal(["first"], await scene.InputsAsync());
        await scene.Agent.RunAsync(streamed, "pay", scene.Session, new AgentRunOptions { TurnKey = key });

        Assert.Equal(["first", "pay"], await scene.InputsAsync());
    }

    [Theory]
    [InlineData(Loss.Acknowledgement)]
    [InlineData(Loss.Request)]
    public async Task Where_the_store_cannot_be_asked_the_exception_says_that_it_is_not_known(Loss loss)
    {
        var scene = await SceneAsync();
        (scene.Store.Next, scene.Store.StaysBroken) = (loss, true);

        var thrown = await Assert.ThrowsAsync<SessionStoreException>(() => scene.Agent.RunAsync("pay", scene.Session, new AgentRunOptions { TurnKey = "key" }));
        Assert.Contains("Whether it did is not known", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("re pay", thrown.Response?.Text);
        scene.Store.Mend();
        await scene.Agent.RunAsync("pay", scene.Session, new AgentRunOptions { TurnKey = "key" });

        Assert.Equal(["first", "pay"], await scene.InputsAsync());
    }

    [Fact]
    public async Task A_turn_is_kept_where_others_have_committed_since()
    {
        var scene = await SceneAsync();
        scene.Store.Next = Loss.Acknowledgement;
        scene.Store.Meanwhile = () => scene.RunElsewhereAsync("theirs");

        var response = await scene.Agent.RunAsync("mine", scene.Session);
        await scene.Agent.RunAsync("next", scene.Session);

        Assert.Equal("re mine", response.Text);
        Assert.Equal(["first", "mine", "theirs", "next"], await scene.InputsAsync());
    }

    [Fact]
    public async Task A_turn_whose_place_others_have_taken_is_not_kept()
    {
        var scene = await SceneAsync();
        scene.Store.Next = Loss.Request;
        scene.Store.Meanwhile = () => scene.RunElsewhereAsync("theirs");

        var thrown = await Assert.ThrowsAsync<SessionStoreException>(() => scene.Agent.RunAsync("mine", scene.Session));

        Assert.Equal("re mine", thrown.Response?.Text);
        Assert.Equal(["first", "theirs"], await scene.InputsAsync());
    }

    [Theory]
    [InlineData(InterruptedTurns.KeepInput)]
    [InlineData(InterruptedTurns.KeepPartial)]
    public async Task What_an_interrupted_turn_keeps_does_not_double_it(InterruptedTurns mode)
    {
        var scene = await SceneAsync(mode);
        (scene.Store.Next, scene.Store.BrokenReads) = (Loss.Acknowledgement, 1);

        // The store cannot be asked, and is there again when the turn is ended.
        await Assert.ThrowsAsync<SessionStoreException>(() => scene.Agent.RunAsync("pay", scene.Session));
        await scene.Agent.RunAsync("next", scene.Session);

        Assert.Equal(["first", "pay", "next"], await scene.InputsAsync());
    }

    [Theory]
    [InlineData(Loss.Acknowledgement, false)]
    [InlineData(Loss.Acknowledgement, true)]
    [InlineData(Loss.Request, false)]
    [InlineData(Loss.Request, true)]
    public async Task Commits_without_a_turn_are_settled_too(Loss loss, bool isReturned)
    {
        var isKept = loss == Loss.Acknowledgement;
        var scene = await SceneAsync();
        scene.Store.ReturnsFailure = isReturned;
        await scene.Agent.RunAsync("second", scene.Session);

        await scene.DoAsync(loss, () => scene.Agent.CreateSessionAsync("new").AsTask());
        Assert.Equal(isKept, await scene.IsThereAsync("new"));
        await scene.DoAsync(loss, () => scene.Agent.ForkSessionAsync(scene.Session, 1, "fork").AsTask());
        Assert.Equal(isKept, await scene.IsThereAsync("fork"));
        scene.Session.State.Update<Tally>(tally => tally with { Count = tally.Count + 1 });
        await scene.DoAsync(loss, () => scene.Agent.SaveSessionAsync(scene.Session).AsTask());
        await scene.Agent.SaveSessionAsync(scene.Session);
        Assert.Equal(1, (await scene.LoadAsync()).State.Get<Tally>().Count);
        await scene.DoAsync(loss, () => scene.Agent.RewindSessionAsync(scene.Session, 1).AsTask());
        Assert.Equal(isKept ? 1 : 2, scene.Session.CurrentTurn);
        Assert.Equal(isKept ? ["first"] : ["first", "second"], await scene.InputsAsync());
        await scene.Agent.RunAsync("third", scene.Session);
        Assert.Equal(isKept ? ["first", "third"] : ["first", "second", "third"], await scene.InputsAsync());
    }

    [Fact]
    public async Task A_session_that_others_have_created_is_theirs()
    {
        var store = new LossyStore(CreateStore()!);
        var agent = Agent(store);
        await agent.CreateSessionAsync("s");

        await Assert.ThrowsAsync<SessionExistsException>(async () => await agent.CreateSessionAsync("s"));
    }

    /// <summary>Commits fail at random, written or not, while a model says what was kept.</summary>
    [Fact]
    public async Task No_turn_is_there_twice_and_none_that_was_kept_is_missing()
    {
        var unknown = 0;
        for (var seed = 0; seed < TestScale.Of(200); seed++)
        {
            var random = new Random(seed);
            var scene = await SceneAsync();
            List<string> expected = ["first"];
            for (var number = 0; number < 12; number++)
            {
                var (input, options) = ($"{seed}-{number}", new AgentRunOptions { TurnKey = random.Next(3) == 0 ? $"key {number}" : null });
                scene.Store.Failure = Failures.Values.ElementAt(random.Next(Failures.Count));
                scene.Store.Next = (Loss)random.Next(3);
                scene.Store.StaysBroken = random.Next(4) == 0;
                scene.Store.Meanwhile = random.Next(4) == 0 ? () => scene.RunElsewhereAsync("theirs " + input) : null;
                var isTheirs = scene.Store is { Next: not Loss.None, Meanwhile: not null };
                var thrown = await Record.ExceptionAsync(() => scene.Agent.RunAsync(random.Next(2) == 0, input, scene.Session, options));
                scene.Store.Mend();
                Assert.True(thrown is null or SessionException, $"seed {seed}: {thrown}");

                var there = await scene.InputsAsync();
                var isKept = there.Contains(input, StringComparer.Ordinal);
                if (thrown is SessionStoreException && thrown.Message.Contains("not known", StringComparison.Ordinal))
                {
                    unknown++;
                }
                else
                {
                    Assert.True(isKept == thrown is null, $"seed {seed}, {number}: {thrown}");
                }

                expected.AddRange((isKept ? new[] { input } : []).Concat(isTheirs ? ["theirs " + input] : []));
                Assert.Equal(expected, there);
                if (!isKept)
                {
                    await scene.Agent.RunAsync(input, scene.Session, options);
                    expected.Add(input);
                    Assert.Equal(expected, await scene.InputsAsync());
                }
            }
        }

        Assert.NotEqual(0, unknown);
    }

    private static ChatClientAgent Agent(SessionStore store, InterruptedTurns mode = default) =>
        new ScriptedModel(request => ModelAnswer.Of($"re {request.Messages[^1].Text}")).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store, InterruptedTurns = mode });

    private async Task<Scene> SceneAsync(InterruptedTurns mode = default)
    {
        var inner = CreateStore()!;
        var store = new LossyStore(inner);
        var agent = Agent(store, mode);
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("first", session);
        return new Scene(store, new AnotherProcess(inner), agent, session);
    }

    private sealed record Scene(LossyStore Store, SessionStore Elsewhere, ChatClientAgent Agent, AgentSession Session)
    {
        public async Task RunElsewhereAsync(string input)
        {
            var agent = LostAcknowledgementTests.Agent(Elsewhere);
            await agent.RunAsync(input, await agent.GetSessionAsync("s"));
        }

        /// <summary>The inputs of the turns that the store has, in their order, each turn with its answer.</summary>
        public async Task<List<string>> InputsAsync()
        {
            var agent = LostAcknowledgementTests.Agent(Elsewhere);
            var messages = await agent.ReadMessagesAsync(await agent.GetSessionAsync("s")).ToListAsync();
            return [.. messages.Where(message => message.Role == Microsoft.Extensions.AI.ChatRole.User).Select(message => message.Text)];
        }

        public async Task<AgentSession> LoadAsync()
        {
            var agent = LostAcknowledgementTests.Agent(Elsewhere);
            return await agent.GetSessionAsync("s");
        }

        public async Task<bool> IsThereAsync(string id) => await Elsewhere.LoadAsync(new SessionKey(id)) is not null;

        public async Task DoAsync(Loss loss, Func<Task> action)
        {
            Store.Next = loss;
            var thrown = await Record.ExceptionAsync(action);
            Assert.Equal(loss == Loss.Request, thrown is SessionStoreException);
        }
    }
}
