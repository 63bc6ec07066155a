using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>One call of a tool.</summary>
/// <param name="call">The model's call that it answers.</param>
internal sealed class ToolStep(FunctionCallContent call)
{
    public FunctionCallContent Call { get; } = call;

    public bool IsFinished { get; private set; }

    public object? Result { get; private set; }

    public void Complete(object? result)
    {
        Result = result;
        IsFinished = true;
    }
}
