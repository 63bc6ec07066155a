using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>As <see cref="SessionIsolationTests"/>, and the sessions of tenants in one store.</summary>
public abstract class StoredSessionIsolationTests(TestStores stores) : SessionIsolationTests(stores)
{
    /// <summary>Ids that would be another tenant's, if tenants and ids were put together as text.</summary>
    public static TheoryData<string> OddIds { get; } = ["conv", "alice::conv", "alice:conv", "alice/conv", "/alice/conv", "alice conv", "../alice/conv", "%61lice/conv", "ALICE::CONV", "alice'; --", "alice|conv", "{\"tenant\":\"alice\"}"];

    [Theory]
    [MemberData(nameof(OddIds))]
    public async Task No_id_reaches_another_tenants_session(string id)
    {
        var store = CreateStore()!;
        var model = new ScriptedModel();
        var agent = Agent(model, store);
        await agent.RunAsync("secret", await agent.GetSessionAsync(new SessionKey("alice", "conv")));

        var anonymous = await agent.GetSessionAsync(id);
        await agent.RunAsync("what was said?", anonymous);

        Assert.Equal(["user: what was said?"], model.Log.Last.Texts);
        Assert.Equal([id], (await agent.ListSessionsAsync(new SessionQuery()).ToListAsync()).Select(summary => summary.Key.Id));
        Assert.True(await agent.DeleteSessionAsync(new SessionKey(id)));
        Assert.Equal(1, (await agent.GetSessionAsync(new SessionKey("alice", "conv"))).Revision);
    }
}
