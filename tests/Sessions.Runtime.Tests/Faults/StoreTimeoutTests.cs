using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Faults;

/// <summary>A store's own time-out is a failure of the store, whatever it throws; a cancellation is of the caller's token, and nothing else is one.</summary>
public class StoreTimeoutTests
{
    private static readonly ChatMessage Keyed = new(ChatRole.User, "keyed");

    private static IReadOnlyDictionary<string, Func<CancellationToken, Exception>> Failures { get; } = new Dictionary<string, Func<CancellationToken, Exception>>(StringComparer.Ordinal)
    {
        ["TimeoutException"] = _ => new TimeoutException("time-out"),
        ["OperationCanceledException"] = _ => new OperationCanceledException("time-out"),
        ["TaskCanceledException"] = _ => new TaskCanceledException("time-out"),
        ["TaskCanceledException of a time-out"] = _ => new TaskCanceledException("time-out", new TimeoutException()),
        ["OperationCanceledException of a token of the store's"] = _ => new OperationCanceledException("time-out", new CancellationToken(canceled: true)),
        ["OperationCanceledException of the operation's token"] = token => new OperationCanceledException("time-out", token),
        ["IOException"] = _ => new IOException("time-out"),
    };

    public static TheoryData<StoreOperation, string, bool> Cases
    {
        get
        {
            var data = new TheoryData<StoreOperation, string, bool>();
            foreach (var operation in Enum.GetValues<StoreOperation>())
            {
                foreach (var failure in Failures.Keys)
                {
                    data.Add(operation, failure, false);
                    data.Add(operation, failure, true);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_stores_time_out_is_its_failure(StoreOperation operation, string failure, bool streamed)
    {
        var scene = await Scene.CreateAsync();
        using var source = new CancellationTokenSource();
        scene.Store.Failure = Failures[failure];
        scene.Store.Failing = operation;

        var thrown = await Assert.ThrowsAsync<SessionStoreException>(() => scene.UseAsync(operation, streamed, source.Token));

        Assert.Contains("time-out", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(operation == StoreOperation.Commit, thrown.Response is not null);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_cancellation_is_the_callers(StoreOperation operation, string failure, bool streamed)
    {
        if (failure is "TimeoutException" or "IOException")
        {
            return;
        }

        var scene = await Scene.CreateAsync();
        using var source = new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(source.Token);
        scene.Store.Failing = operation;
        scene.Store.Failure = token =>
        {
            source.Cancel();
            return failure.EndsWith("of a token of the store's", StringComparison.Ordinal) ? new OperationCanceledException("cancelled", linked.Token) : Failures[failure](token);
        };

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.UseAsync(operation, streamed, source.Token));

        Assert.Equal(source.Token, thrown.CancellationToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_that_was_cancelled_before_is_named(bool streamed)
    {
        var scene = await Scene.CreateAsync();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        foreach (var operation in Enum.GetValues<StoreOperation>())
        {
            var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.UseAsync(operation, streamed, source.Token));
            Assert.Equal(source.Token, thrown.CancellationToken);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_that_links_tokens_is_cancelled_by_the_caller(bool streamed)
    {
        using var source = new CancellationTokenSource();
        var agent = new QueuedAnswerClient().Answer(async (_, token) =>
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
            await source.CancelAsync();
            linked.Token.ThrowIfCancellationRequested();
            return new ChatResponse();
        }).AsAIAgent(name: "A");

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(agent, streamed, new ChatMessage(ChatRole.User, "go"), null, null, source.Token));

        Assert.Equal(source.Token, thrown.CancellationToken);
    }

    // The token is given once: where it is given to the run and to the reading, it is not known of which a cancellation is.
    private static async Task RunAsync(AIAgent agent, bool streamed, ChatMessage message, AgentSession? session, AgentRunOptions? options, CancellationToken token)
    {
        if (!streamed)
        {
            await agent.RunAsync(message, session, options, token);
            return;
        }

        await foreach (var update in agent.RunStreamingAsync(message, session, options, token))
        {
        }
    }

    private sealed record Scene(FailingStore Store, ChatClientAgent Agent, AgentSession Session)
    {
        public static async Task<Scene> CreateAsync()
        {
            var inner = new InMemorySessionStore();
            var writer = new QueuedAnswerClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = inner });
            var session = await writer.GetSessionAsync("s");
            await writer.RunAsync("one", session);
            await writer.RunAsync(Keyed, session, new AgentRunOptions { TurnKey = "key" });
            var store = new FailingStore(inner);
            var agent = new QueuedAnswerClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
            return new Scene(store, agent, await agent.GetSessionAsync("s"));
        }

        /// <summary>Does something with the session that takes an operation of the store.</summary>
        public Task UseAsync(StoreOperation operation, bool streamed, CancellationToken token) => operation switch
        {
            StoreOperation.LoadState => Agent.RegenerateAsync(Session, cancellationToken: token),
            StoreOperation.Move => Agent.RewindSessionAsync(Session, 1, token).AsTask(),
            StoreOperation.Fork => Agent.ForkSessionAsync(Session, cancellationToken: token).AsTask(),
            StoreOperation.UpdateDetails => Agent.UpdateDetailsAsync(Session, details => details with { Title = "t" }, token).AsTask(),
            StoreOperation.ReadTurns => Agent.ReadTurnsAsync(Session, cancellationToken: token).ToListAsync(token).AsTask(),
            StoreOperation.Delete => Agent.DeleteSessionAsync(new SessionKey("s"), token).AsTask(),
            StoreOperation.List => Agent.ListSessionsAsync(new SessionQuery(), token).ToListAsync(token).AsTask(),
            _ => RunAsync(Agent, streamed, new ChatMessage(ChatRole.User, "next"), Session, null, token),
        };
    }
}
