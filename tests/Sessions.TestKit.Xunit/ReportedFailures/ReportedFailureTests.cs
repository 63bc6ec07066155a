using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.TestKit;

/// <summary>
/// A failure that users of comparable systems report, and that it cannot happen here, wherever sessions are kept.
/// docs/reported-failures.md lists them.
/// </summary>
public abstract class ReportedFailureTests(TestStores stores) : TestsWithStores(stores)
{
    public static TheoryData<bool> RunOrStream { get; } = [false, true];

    /// <summary>A tool that does nothing but answer.</summary>
    protected static AIFunction Look { get; } = AIFunctionFactory.Create(() => "seen", "look");

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
        options.ConfigureChatClient = client => new FunctionInvokingChatClient(client);
    };

    /// <summary>The session as the next process finds it: in the store, or in what was serialized.</summary>
    protected async Task<(ChatClientAgent Agent, AgentSession Session)> RestartAsync(IChatClient client, SessionStore? store, ChatClientAgent agent, AgentSession session, Action<ChatClientAgentOptions>? configure = null)
    {
        var next = Agent(client, store is null ? null : OpenElsewhere(store), configure);
        return (next, store is null ? await next.DeserializeSessionAsync(await agent.SerializeSessionAsync(session)) : await next.GetSessionAsync(session.Key));
    }

    /// <summary>Has the turn that it is part of cancelled, and ends with it.</summary>
    protected static async Task<string> HangAsync(CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return "";
    }
}
