using Microsoft.Extensions.AI;

namespace Sessions.Agents;

/// <summary>Options of one run. What is not set is as the agent has it.</summary>
public class AgentRunOptions
{
    /// <summary>
    /// Names the turn, so that it can be run again without running twice: a run with the same key on the same session returns
    /// the recorded answer; while the first is under way it waits for it; after a failure it runs again. At most
    /// <see cref="SessionKey.MaxLength"/> characters.
    /// </summary>
    public string? TurnKey { get; set; }

    /// <summary>
    /// What a run with a <see cref="TurnKey"/> does about a tool that an earlier attempt began and whose end was not recorded; it runs
    /// the tool again by default.
    /// </summary>
    public UnfinishedTools UnfinishedTools { get; set; }

    /// <summary>
    /// The number of an earlier turn that this one takes the place of, together with all that followed it: the turn is run with
    /// the history and the state from before it. The session goes on from the new turn when that is committed; until then, and if
    /// the run fails, it stays as it is. The turn must be part of the session's present, and its history the session's own.
    /// </summary>
    /// <example>
    /// The user edits the message of the third turn:
    /// <code>await agent.RunAsync("A better question", session, new AgentRunOptions { ReplacesTurn = 3 });</code>
    /// </example>
    public long? ReplacesTurn { get; set; }

    /// <summary>What the run does when another process committed to the session meanwhile; it throws by default.</summary>
    public ConflictHandling OnConflict { get; set; }

    /// <summary>What this turn leaves if it is cancelled, abandoned or fails; as the agent has it by default.</summary>
    public InterruptedTurns? InterruptedTurns { get; set; }

    /// <summary>What this run does when the session is running a turn already; as the agent has it by default.</summary>
    public ConcurrentTurns? ConcurrentTurns { get; set; }

    /// <summary>
    /// Whether the run may be given no messages: the model is then asked to go on with what the session has. By default that is an
    /// error, for a list that was meant to have some.
    /// </summary>
    public bool AllowEmptyInput { get; set; }

    /// <summary>
    /// Whether the model may go on with the answer in the background, where its client can do so: the run then returns at once with an
    /// <see cref="AgentResponse.ContinuationToken"/>, and a stream that breaks off can be gone on with.
    /// </summary>
    public bool? AllowBackgroundResponses { get; set; }

    /// <summary>
    /// Goes on with a turn whose answer is made in the background. The run is given no messages; it returns another token while the
    /// answer is under way, and commits the turn when it is there, as one turn with the input of the run that began it.
    /// </summary>
    /// <remarks>
    /// Whoever committed to the session after that run has made a conflict, and <see cref="OnConflict"/> says what then happens. A turn
    /// that was committed is not committed again: its answer is read from the session.
    /// </remarks>
    /// <example>
    /// <code>
    /// var response = await agent.RunAsync("Write the report.", session, new AgentRunOptions { AllowBackgroundResponses = true });
    /// while (response.ContinuationToken is { } token)
    /// {
    ///     await Task.Delay(TimeSpan.FromSeconds(5));
    ///     response = await agent.RunAsync([], session, new AgentRunOptions { ContinuationToken = token });
    /// }
    /// </code>
    /// </example>
    public ResponseContinuationToken? ContinuationToken { get; set; }

    /// <summary>The token, wherever it is given.</summary>
    internal virtual ResponseContinuationToken? GivenToken => ContinuationToken;

    /// <summary>The format that the answer must have.</summary>
    public ChatResponseFormat? ResponseFormat { get; set; }

    /// <summary>Further properties for the model's client, before the agent's own of the same names.</summary>
    public AdditionalPropertiesDictionary? AdditionalProperties { get; set; }
}

/// <summary>Options of one run of a <see cref="ChatClientAgent"/>.</summary>
public sealed class ChatClientAgentRunOptions : AgentRunOptions
{
    /// <summary>
    /// Options for the model's client. What is set comes before what the agent has; instructions and tools are added to the
    /// agent's. They are not changed by the run.
    /// </summary>
    public ChatOptions? ChatOptions { get; set; }

    /// <inheritdoc/>
    internal override ResponseContinuationToken? GivenToken => base.GivenToken ?? ChatOptions?.ContinuationToken;
}
