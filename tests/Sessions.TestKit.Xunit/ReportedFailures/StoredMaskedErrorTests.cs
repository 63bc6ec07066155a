using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>As <see cref="MaskedErrorTests"/>, and a store that fails.</summary>
public abstract class StoredMaskedErrorTests(TestStores stores) : MaskedErrorTests(stores)
{
    [Theory]
    [MemberData(nameof(RunOrStream))]
    public async Task Where_the_store_fails_the_answer_is_handed_over_and_a_retry_stores_it_once(bool streamed)
    {
        var failing = new InterceptedStore(CreateStore()!) { OnCommit = _ => throw Broken };
        var agent = Agent(new ScriptedModel(), failing);
        var session = await agent.GetSessionAsync("s");

        var error = await Assert.ThrowsAsync<SessionStoreException>(() => agent.RunAsync(streamed, "one", session));
        failing.OnCommit = null;
        await agent.RunAsync(streamed, "one", session);

        Assert.Equal("answer 1", error.Response!.Text);
        Assert.Same(Broken, error.InnerException);
        Assert.Equal(["user: one", "assistant: answer 2"], (await SessionPicture.TakeAsync(agent, session)).History);
        Assert.Equal(1, session.Revision);
    }
}
