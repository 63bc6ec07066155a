namespace Sessions.Agents;

/// <summary>The flow of a turn of a <see cref="ChatClientAgent"/>, in which its tools run and its steps are recorded.</summary>
/// <param name="run">The run.</param>
internal sealed class ChatTurnScope(ChatRun run) : TurnFlow(run.Session?.State)
{
    /// <summary>
    /// The innermost running turn in whose flow the caller is, if it is one of an agent of this kind that asks the model, and the
    /// caller is not a tool: what a provider or a tool asks by itself is not the turn's.
    /// </summary>
    public static ChatTurnScope? Asking => Current is ChatTurnScope { Run.IsAsking: true } turn && ToolFlow.Current is null ? turn : null;

    public override TurnContext Turn => run.Context;

    public ChatRun Run => run;
}
