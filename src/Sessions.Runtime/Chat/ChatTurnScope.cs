namespace Sessions.Agents;

/// <summary>The flow of a turn of a <see cref="ChatClientAgent"/>, in which its steps are recorded.</summary>
/// <param name="state">The state of the turn's session, if it has one.</param>
/// <param name="journal">What records the turn's steps, if they are recorded.</param>
internal sealed class ChatTurnScope(SessionState? state, TurnJournal? journal) : StateScope(state)
{
    /// <summary>What records the steps of the innermost turn in whose flow the caller is.</summary>
    public static TurnJournal? CurrentJournal => (Current as ChatTurnScope)?.Journal;

    private TurnJournal? Journal => journal;
}
