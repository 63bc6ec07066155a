namespace Sessions;

/// <summary>Something that went wrong in a turn without costing the caller the answer.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">What went wrong, for a person.</param>
/// <param name="Exception">The exception behind it, if one was thrown.</param>
public sealed record TurnIssue(TurnIssueKind Kind, string Message, Exception? Exception = null);

/// <summary>What kind of thing went wrong in a turn.</summary>
public enum TurnIssueKind
{
    /// <summary>A context provider or an auditing history provider failed after the model answered.</summary>
    ProviderFailed,

    /// <summary>A service's conversation id came for a session whose history is kept locally; it was not adopted.</summary>
    ServiceSessionIdIgnored,

    /// <summary>The history, or what the caller gave, would have been refused by the model's service; it was sent in a form that is valid.</summary>
    HistoryRepaired,

    /// <summary>The model called a tool, and nothing ran it. It is not said of declared tools, nor of calls that wait for approval.</summary>
    CallNotRun,

    /// <summary>
    /// A tool that had run in an earlier attempt of a turn with a key had set state that has been changed since. The newer value stays.
    /// </summary>
    ToolStateSuperseded,

    /// <summary>
    /// The agent's client has invoked functions itself, below the agent: the model's answers before the last were not recorded, so that
    /// the model is asked again for all of them if the turn is run again. Finished tools do not run again.
    /// </summary>
    AnswersNotRecorded,

    /// <summary>Something of the turn has no JSON form, and was left out of what the session keeps of it; the rest was kept.</summary>
    NotKept,

    /// <summary>
    /// All that the run was given answers calls that are closed: the model was not asked, the answer is empty, and nothing of the run is
    /// kept.
    /// </summary>
    ModelNotAsked,
}
