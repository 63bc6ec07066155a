using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>An operation on a session that a store keeps.</summary>
public enum FaultyOperation
{
    Load,
    Export,
    Save,
    Fork,
    Rewind,
    HandOff,
}

/// <summary>Whatever goes wrong at whatever call of the store, an operation on a session is done or is not, and can be done again.</summary>
/// <remarks>A case is an operation, a call of the store, before it or after, and a failure or a cancellation there.</remarks>
public abstract class OperationFaultTests(TestStores stores) : TestsWithStores(stores)
{
    public static TheoryData<FaultyOperation> Operations { get; } = [.. Enum.GetValues<FaultyOperation>()];

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_failure_anywhere_leaves_an_operation_done_or_not_done(FaultyOperation operation) => InjectAsync(operation, FaultKind.Fail);

    [Theory]
    [MemberData(nameof(Operations))]
    public Task A_cancellation_anywhere_leaves_an_operation_done_or_not_done(FaultyOperation operation) => InjectAsync(operation, FaultKind.Cancel);

    private async Task InjectAsync(FaultyOperation operation, FaultKind fault)
    {
        var clean = await BeginAsync(FaultPlan.CountOnly());
        var before = await LookAsync(clean);
        Assert.Null(await clean.TryAsync(token => RunAsync(operation, clean, token)));
        var after = await LookAsync(clean);
        var sites = clean.Plan.Sites;
        Assert.NotEmpty(sites);
        for (var at = 0; at < sites.Count; at++)
        {
            var plan = new FaultPlan(fault, at, yields: at % 2 == 1);
            var scene = await BeginAsync(plan);
            var thrown = await scene.TryAsync(token => RunAsync(operation, scene, token));
            Assert.Equal(sites[at], plan.HitAt);
            await JudgeAsync(operation, scene, thrown, before, after);
        }
    }

    private async Task<FaultScene> BeginAsync(FaultPlan plan)
    {
        var scene = new FaultScene(SceneKind.Regenerated, InterruptedTurns.Discard, plan, CreateStore());
        await scene.PrepareAsync();
        scene.Session.State.Update<Tally>(tally => tally with { Count = -tally.Count });
        return scene;
    }

    private static async Task RunAsync(FaultyOperation operation, FaultScene scene, CancellationToken token)
    {
        var (agent, session) = (scene.Agent, scene.Session);
        switch (operation)
        {
            case FaultyOperation.Load: await agent.ReadMessagesAsync(await agent.GetSessionAsync(session.Key, cancellationToken: token), query: null, token).ToListAsync(token); break;
            case FaultyOperation.Export: await agent.SerializeSessionAsync(session, Stream.Null, token); break;
            case FaultyOperation.Save: await agent.SaveSessionAsync(session, token); break;
            case FaultyOperation.Fork: await agent.ForkSessionAsync(session, throughTurn: 1, sessionId: "fork", token); break;
            case FaultyOperation.Rewind: await agent.RewindSessionAsync(session, 1, token); break;
            case FaultyOperation.HandOff: await agent.HandOffAsync(session, scene.Recipient, token); break;
            default: throw new ArgumentOutOfRangeException(nameof(operation), operation, "There is no such operation.");
        }
    }

    /// <summary>What there is to see of an operation: the object, the session in the store, and the fork there.</summary>
    private static async Task<(string Object, string Stored, string Fork)> LookAsync(FaultScene scene) =>
        ((await scene.PictureAsync()).ToString(), (await scene.PictureElsewhereAsync()).ToString(), (await scene.PictureElsewhereAsync("fork")).ToString());

    private static async Task JudgeAsync(FaultyOperation operation, FaultScene scene, Exception? thrown, (string Object, string Stored, string Fork) before, (string Object, string Stored, string Fork) after)
    {
        var site = scene.Plan.HitAt;
        var now = await LookAsync(scene);
        var isDone = thrown is null || site == "store.Commit:after";
        if (thrown is not null)
        {
            Assert.True(
                thrown is OperationCanceledException ? scene.Plan.Caller.IsCancellationRequested : thrown is SessionStoreException { InnerException: InjectedFaultException },
                $"{site}: {thrown}");
        }

        // A store that fails when it has committed has told a lie; the object finds out in what it does next.
        Assert.Equal((isDone ? after : before) with { Object = thrown is null ? after.Object : before.Object }, now);
        if (!isDone)
        {
            await RunAsync(operation, scene, CancellationToken.None);
            Assert.Equal(after, await LookAsync(scene));
        }

        if (scene.Session.AgentId == scene.Agent.Id && !(isDone && operation == FaultyOperation.HandOff))
        {
            Assert.EndsWith(FaultScene.LastWords, (await scene.Agent.RunAsync("third", scene.Session)).Text, StringComparison.Ordinal);
            Assert.Empty(scene.Requests.Problems);
            Assert.Equal((await scene.PictureAsync()).ToString(), (await scene.PictureElsewhereAsync()).ToString());
        }
    }
}
