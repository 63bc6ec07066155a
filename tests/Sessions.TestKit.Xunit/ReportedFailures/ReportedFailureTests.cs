using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>
/// What users of other systems suffer most, each named by its letter, and that it cannot happen here, in every kind of store:
/// A, a session that every later request fails over; B, turns lost; C, two owners of the history; D, turns that overlap; E, a cost
/// that grows with the history; G, sessions in the wrong hands; I, errors that hide errors.
/// </summary>
public abstract partial class PainTests
{
    public static TheoryData<bool> RunOrStream { get; } = [false, true];

    /// <summary>Makes a store for one session, if it is to have one.</summary>
    protected abstract SessionStore? CreateStore();

    /// <summary>The store as another process would open it.</summary>
    protected virtual SessionStore Reopen(SessionStore store) => store;

    protected static ChatClientAgent Agent(IChatClient client, SessionStore? store, Action<ChatClientAgentOptions>? configure = null)
    {
        var options = new ChatClientAgentOptions { Name = "A", SessionStore = store };
        configure?.Invoke(options);
        return client.AsAIAgent(options);
    }

    protected static Action<ChatClientAgentOptions> With(params AIContextProvider[] providers) => options => options.ContextProviders = providers;

    /// <summary>Lets the agent invoke tools.</summary>
    protected static Action<ChatClientAgentOptions> With(params AITool[] tools) => options =>
    {
        options.ChatOptions = new ChatOptions { Tools = [.. tools] };
        options.ConfigureChatClient = client => new FunctionCallingClient(client);
    };

    /// <summary>The session as the next process finds it: in the store, or in what was serialized.</summary>
    protected async Task<(ChatClientAgent Agent, AgentSession Session)> RestartAsync(IChatClient client, SessionStore? store, ChatClientAgent agent, AgentSession session, Action<ChatClientAgentOptions>? configure = null)
    {
        var next = Agent(client, store is null ? null : Reopen(store), configure);
        return (next, store is null ? await next.DeserializeSessionAsync(await agent.SerializeSessionAsync(session)) : await next.GetSessionAsync(session.Key));
    }
}
