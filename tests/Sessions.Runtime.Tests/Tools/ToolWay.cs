using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Tools;

/// <summary>A way in which a tool reaches whoever invokes functions.</summary>
public enum ToolWay
{
    /// <summary>The tools of the agent, and nothing else: the agent invokes them.</summary>
    Agent,

    /// <summary>The tools of a run.</summary>
    Run,

    /// <summary>A context provider adds it.</summary>
    Provider,

    /// <summary>The configured pipeline does something else, and does not invoke functions.</summary>
    PipelineThatLogs,

    /// <summary>The configured pipeline invokes functions.</summary>
    PipelineThatInvokes,

    /// <summary>The client that invokes functions in the configured pipeline brings it.</summary>
    PipelineThatBringsIt,

    /// <summary>A client of the configured pipeline puts it into the options.</summary>
    PipelineThatSetsOptions,

    /// <summary>The agent's client invokes functions itself.</summary>
    ClientThatInvokes,

    /// <summary>The agent's client invokes functions itself, and brings it.</summary>
    ClientThatBringsIt,

    /// <summary>The client is used as it is, and invokes functions.</summary>
    AsIs,

    /// <summary>The client is used as it is, and invokes functions in a way of its own.</summary>
    AsIsInItsOwnWay,
}

/// <summary>Makes agents whose tool comes in one of the ways.</summary>
internal static class ToolWays
{
    public static IEnumerable<ToolWay> All { get; } = Enum.GetValues<ToolWay>();

    /// <summary>Whether the answers of the model on the way are seen.</summary>
    public static bool ShowsAnswers(this ToolWay way) => way is not (ToolWay.ClientThatInvokes or ToolWay.ClientThatBringsIt);

    public static ChatClientAgent CreateAgent(this ToolWay way, IChatClient model, AITool tool, Action<ChatClientAgentOptions>? configure = null)
    {
        var isAgents = way is not (ToolWay.Run or ToolWay.Provider or ToolWay.PipelineThatBringsIt or ToolWay.PipelineThatSetsOptions or ToolWay.ClientThatBringsIt);
        var options = new ChatClientAgentOptions
        {
            Name = "A",
            ChatOptions = isAgents ? new ChatOptions { Tools = [tool] } : null,
            UseProvidedChatClientAsIs = way is ToolWay.AsIs or ToolWay.AsIsInItsOwnWay,
            ConfigureChatClient = way switch
            {
                ToolWay.PipelineThatLogs => client => new Passing(client),
                ToolWay.PipelineThatInvokes or ToolWay.AsIs => client => client.AsBuilder().UseFunctionInvocation().Build(),
                ToolWay.PipelineThatBringsIt => client => client.AsBuilder().UseFunctionInvocation(configure: functions => functions.AdditionalTools = [tool]).Build(),
                ToolWay.PipelineThatSetsOptions => client => client.AsBuilder().ConfigureOptions(given => given.Tools = [tool]).UseFunctionInvocation().Build(),
                ToolWay.AsIsInItsOwnWay => client => new InvokingInItsOwnWay(client),
                _ => null,
            },
        };
        if (way == ToolWay.Provider)
        {
            options.ContextProviders.Add(new Hook("tools", turn => turn.Tools.Add(tool)));
        }

        configure?.Invoke(options);
        var given = way switch
        {
            ToolWay.ClientThatInvokes => model.AsBuilder().UseFunctionInvocation().Build(),
            ToolWay.ClientThatBringsIt => model.AsBuilder().UseFunctionInvocation(configure: functions => functions.AdditionalTools = [tool]).Build(),
            _ => model,
        };
        return given.AsAIAgent(options);
    }

    public static AgentRunOptions ToRunOptions(this ToolWay way, AITool tool, string? turnKey = null) => way == ToolWay.Run
        ? new ChatClientAgentRunOptions { ChatOptions = new ChatOptions { Tools = [tool] }, TurnKey = turnKey }
        : new AgentRunOptions { TurnKey = turnKey };

    private sealed class Passing(IChatClient innerClient) : DelegatingChatClient(innerClient);

    /// <summary>Invokes one function after the other, and knows nothing of <see cref="FunctionInvokingChatClient"/>.</summary>
    private sealed class InvokingInItsOwnWay(IChatClient innerClient) : DelegatingChatClient(innerClient)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            List<ChatMessage> asked = [.. messages];
            var given = asked.Count;
            while (true)
            {
                var response = await base.GetResponseAsync(asked, options, cancellationToken);
                asked.AddRange(response.Messages);
                List<AIContent> results = [];
                foreach (var call in response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>())
                {
                    var function = options!.Tools!.OfType<AIFunction>().Single(tool => tool.Name == call.Name);
                    results.Add(new FunctionResultContent(call.CallId, await function.InvokeAsync(new AIFunctionArguments(call.Arguments), cancellationToken)));
                }

                if (results.Count == 0)
                {
                    return new ChatResponse([.. asked.Skip(given)]);
                }

                asked.Add(new ChatMessage(ChatRole.Tool, results));
            }
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            {
                yield return update;
            }
        }
    }
}
