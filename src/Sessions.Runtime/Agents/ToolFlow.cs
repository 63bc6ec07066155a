namespace Sessions.Agents;

/// <summary>The flow of one call of a tool, inside the flow of its turn.</summary>
/// <param name="turn">The flow of the turn.</param>
internal abstract class ToolFlow(TurnFlow turn)
{
    // Ambient as the turn is: code deep inside a tool has no other way to say which call it works for.
    private static readonly AsyncLocal<ToolFlow?> Ambient = new();

    /// <summary>The call in whose flow the caller is, of the innermost turn.</summary>
    public static ToolFlow? Current => Ambient.Value is { } flow && flow.Turn == StateScope.Current ? flow : null;

    /// <summary>The flow of the turn.</summary>
    public TurnFlow Turn => turn;

    /// <summary>Names the call, in every attempt of its turn in the same way.</summary>
    public abstract string CallKey { get; }

    /// <summary>Makes the caller's flow part of the call, until the caller's async method returns.</summary>
    public void Enter() => Ambient.Value = this;
}
