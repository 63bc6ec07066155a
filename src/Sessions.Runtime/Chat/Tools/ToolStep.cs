using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>One call of a tool in a turn.</summary>
/// <param name="turn">The flow of the turn.</param>
/// <param name="call">The model's call that it answers.</param>
/// <param name="ordinal">How many equal calls came before it in the turn.</param>
internal sealed class ToolStep(ChatTurnScope turn, FunctionCallContent call, int ordinal = 0) : ToolFlow(turn)
{
    public FunctionCallContent Call => call;

    /// <summary>The flow of the turn.</summary>
    public new ChatTurnScope Turn => turn;

    public override string CallKey => field ??= ToolCallKey.Of(turn.Run, call, ordinal);

    /// <summary>Whether it is known what came of the call.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>What the tool returned, or what the model was told in its place.</summary>
    public object? Result { get; private set; }

    /// <summary>Whether the model was told the result.</summary>
    public bool IsTold { get; private set; }

    /// <summary>Takes what the tool returned.</summary>
    public void Complete(object? result)
    {
        Result = result;
        IsFinished = true;
    }

    /// <summary>Takes what the model was told: that is what counts, a failure's text too.</summary>
    public void Tell(object? result)
    {
        Complete(result);
        IsTold = true;
    }
}
