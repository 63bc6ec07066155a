using Microsoft.Extensions.AI;

namespace Sessions.Tests.Faults;

/// <summary>The instrument is tested before it is used.</summary>
public class FaultPlanTests
{
    [Fact]
    public async Task Sites_are_counted_only_while_the_plan_is_armed()
    {
        var plan = FaultPlan.CountOnly();
        var client = new FaultyClient(new ScriptedModel(), plan);
        await client.GetResponseAsync("before");
        plan.IsArmed = true;
        await client.GetResponseAsync("during");
        plan.IsArmed = false;
        await client.GetResponseAsync("after");

        Assert.Equal(["model:before", "model:after"], plan.Sites);
        Assert.Null(plan.HitAt);
    }

    [Fact]
    public async Task Every_update_and_the_disposal_of_a_stream_is_a_site()
    {
        var plan = FaultPlan.CountOnly();
        plan.IsArmed = true;

        await new FaultyClient(new ScriptedModel(ModelAnswer.Of("two words")), plan).GetStreamingResponseAsync("go").ToChatResponseAsync();

        Assert.Equal(
            ["model.next:before", "model.next:after", "model.next:before", "model.next:after", "model.next:before", "model.next:after", "model.dispose"],
            plan.Sites);
    }

    [Theory]
    [InlineData(0, false, "model:before", 0)]
    [InlineData(1, false, "model:after", 1)]
    [InlineData(1, true, "model:after", 1)]
    public async Task A_failure_is_thrown_at_its_site_and_nowhere_else(int at, bool yields, string site, int requests)
    {
        var plan = new FaultPlan(FaultKind.Fail, at, yields) { IsArmed = true };
        var model = new ScriptedModel();
        var client = new FaultyClient(model, plan);

        await Assert.ThrowsAsync<InjectedFaultException>(() => client.GetResponseAsync("go"));

        Assert.Equal(site, plan.HitAt);
        Assert.Equal(requests, model.Log.Requests.Count);
        await client.GetResponseAsync("again");
    }

    [Fact]
    public async Task A_cancellation_is_the_callers()
    {
        var plan = new FaultPlan(FaultKind.Cancel, 0) { IsArmed = true };
        var client = new FaultyClient(new ScriptedModel(), plan);

        await Assert.ThrowsAsync<OperationCanceledException>(() => client.GetResponseAsync("go", cancellationToken: plan.Caller.Token));

        Assert.Equal("model:before", plan.HitAt);
    }

    [Fact]
    public async Task Every_call_of_a_store_is_a_site()
    {
        var plan = FaultPlan.CountOnly();
        var store = new FaultyStore(new InMemorySessionStore(), plan);
        plan.IsArmed = true;

        await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = StoreData.Head(new SessionKey("s"), turn: 1), Turns = [StoreData.Turn(1, "\"m\"")] });
        Assert.NotNull(await store.LoadAsync(new SessionKey("s")));
        Assert.Empty(await store.LoadStateAsync(new SessionKey("s"), 1));
        Assert.Single(await store.ReadChainAsync(new SessionKey("s"), 1));
        Assert.True(await store.UpdateDetailsAsync(new SessionKey("s"), new SessionDetailsUpdate(SessionDetailsFields.Title, new SessionDetails { Title = "t" })));
        Assert.Equal(CommitOutcome.Committed, (await store.MoveAsync(new SessionKey("s"), 1, 0, StoreData.Time)).Outcome);
        Assert.Equal(CommitOutcome.Committed, (await store.ForkAsync(new SessionFork { Source = new SessionKey("s"), Key = new SessionKey("f"), AgentId = "agent", CreatedAt = StoreData.Time })).Outcome);
        Assert.Equal(StepOutcome.Appended, await store.AppendStepAsync(new SessionKey("s"), "k", new StoredStep { Ordinal = 1, Json = "{}"u8.ToArray(), ExpiresAt = DateTimeOffset.MaxValue }));
        Assert.Equal(2, await store.ListAsync(new SessionQuery()).CountAsync());
        Assert.True(await store.DeleteAsync(new SessionKey("s")));

        Assert.Equal(
            ["store.Commit", "store.Open", "store.LoadState", "store.ReadTurns", "store.UpdateDetails", "store.Move", "store.Fork", "store.AppendStep", "store.List", "store.Delete"],
            plan.Sites.Select(site => string.Join('.', site.Split('.', ':').Take(2))).Distinct());
    }

    [Fact]
    public async Task A_function_stays_what_it_is_inside()
    {
        var plan = FaultPlan.CountOnly();
        var function = new FaultyFunction(new ApprovalRequiredAIFunction(AIFunctionFactory.Create(() => 1, "one")), plan);
        plan.IsArmed = true;

        await function.InvokeAsync();

        Assert.NotNull(function.GetService<ApprovalRequiredAIFunction>());
        Assert.Equal(["tool one:before", "tool one:after"], plan.Sites);
    }
}
