namespace Sessions.Agents;

/// <summary>
/// What a turn with a key does, when it is run again, about a tool that was begun and whose end was not recorded: the process died
/// between the tool's effect and the record, and nobody can know whether there was one.
/// </summary>
public enum UnfinishedTools
{
    /// <summary>Runs the tool again. The world outside can tell by <see cref="TurnContext.ToolCallKey"/>, which stays the same.</summary>
    RunAgain,

    /// <summary>
    /// Does not run the tool again, and tells the model that the outcome of the call is unknown. That a tool begins is recorded before
    /// it runs, which is one more write for each.
    /// </summary>
    ReportUnknown,
}
