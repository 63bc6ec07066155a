using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>As <see cref="AliasedMessageTests"/>, and what could be written to a store of a message that was changed.</summary>
public abstract class StoredAliasedMessageTests(TestStores stores) : AliasedMessageTests(stores)
{
    [Fact]
    public async Task What_a_client_does_to_the_messages_it_is_given_does_not_reach_the_store()
    {
        var store = CreateStore()!;
        var agent = Agent(new ChangingClient(), store);
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("one", session);
        await agent.RunAsync("two", session);

        var model = new ScriptedModel();
        var (later, found) = await RestartAsync(model, store, agent, session);
        await later.RunAsync("three", found);

        Assert.Equal(["user: one", "assistant: answer", "user: two", "assistant: answer", "user: three"], model.Log.Last.Texts.Select(text => text.Replace(" changed", "", StringComparison.Ordinal)));
        Assert.DoesNotContain("changed", model.Log.Last.Texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("changed", model.Log.Last.Texts[1], StringComparison.Ordinal);
    }

    /// <summary>A client that writes into the messages of the history.</summary>
    private sealed class ChangingClient() : DelegatingChatClient(new ScriptedModel(_ => ModelAnswer.Of("answer")))
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatMessage[] request = [.. messages];
            Array.ForEach(request[..^1], Change);
            return base.GetResponseAsync(request, options, cancellationToken);
        }
    }
}
