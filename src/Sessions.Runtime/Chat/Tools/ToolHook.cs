using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>
/// Lets a client that invokes functions run the tools of our turns as such: in whatever way a tool has come to it, and whoever else
/// uses the client. Outside of our turns it does nothing.
/// </summary>
/// <param name="inner">How the client has invoked functions before.</param>
internal sealed class ToolHook(Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>>? inner)
{
    /// <summary>Puts the hook into a client, once.</summary>
    public static void Install(FunctionInvokingChatClient? client)
    {
        if (client is null)
        {
            return;
        }

        // Several agents may be made of one client at the same time.
        lock (client)
        {
            if (client.FunctionInvoker?.Target is not ToolHook)
            {
                client.FunctionInvoker = new ToolHook(client.FunctionInvoker).InvokeAsync;
            }
        }
    }

    private ValueTask<object?> InvokeAsync(FunctionInvocationContext context, CancellationToken cancellationToken) =>
        ChatTurnScope.Asking is { } turn
            ? ToolRun.InvokeAsync(turn, context.Function, context.CallContent, context.Arguments, token => RunAsync(context, token), cancellationToken)
            : RunAsync(context, cancellationToken);

    private ValueTask<object?> RunAsync(FunctionInvocationContext context, CancellationToken cancellationToken) =>
        inner is null ? context.Function.InvokeAsync(context.Arguments, cancellationToken) : inner(context, cancellationToken);
}
