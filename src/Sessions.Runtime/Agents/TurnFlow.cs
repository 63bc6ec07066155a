namespace Sessions.Agents;

/// <summary>The flow of a turn that knows its turn: what runs inside it finds it as <see cref="TurnContext.Current"/>.</summary>
/// <param name="state">The state of the turn's session, if it has one.</param>
internal abstract class TurnFlow(SessionState? state) : StateScope(state)
{
    /// <summary>The turn.</summary>
    public abstract TurnContext Turn { get; }
}
