using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>A tool of a turn, for clients that invoke functions in whatever way they do: <see cref="ToolHook"/> has no place there.</summary>
internal sealed class TurnFunction(AIFunction innerFunction) : DelegatingAIFunction(innerFunction)
{
    /// <summary>The tools, with those that can be run as the turn's.</summary>
    public static IList<AITool> Wrap(IEnumerable<AITool> tools) =>
        [.. tools.Select(tool => tool is AIFunction function ? new TurnFunction(function) : tool)];

    /// <summary>The call that the function is invoked for, as far as whoever invokes it says so.</summary>
    private FunctionCallContent? CurrentCall => FunctionInvokingChatClient.CurrentContext is { } context && context.Function == this ? context.CallContent : null;

    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        ChatTurnScope.Asking is { } turn
            ? ToolRun.InvokeAsync(turn, InnerFunction, CurrentCall, arguments, token => InnerFunction.InvokeAsync(arguments, token), cancellationToken)
            : base.InvokeCoreAsync(arguments, cancellationToken);
}
