namespace Sessions.Agents;

/// <summary>
/// Takes part in an agent's turns: before the model is called it may add messages, instructions and tools; after it answered
/// it may learn from the turn.
/// </summary>
/// <remarks>
/// Providers run in the order in which the agent was given them before the model, and in reverse after it. State that a
/// provider sets on the session is part of the turn: committed with it, dropped with it. One instance serves all the turns of
/// an agent, so implementations must be safe for concurrent use and keep what belongs to one turn in
/// <see cref="TurnContext.Items"/>.
/// </remarks>
/// <example>
/// <code>
/// public sealed class Clock(TimeProvider time) : AIContextProvider
/// {
///     public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
///     {
///         turn.AddInstructions($"It is {time.GetLocalNow():D}.");
///         return default;
///     }
/// }
/// </code>
/// </example>
public abstract class AIContextProvider
{
    /// <summary>
    /// Tells the provider apart from the others of its agent, and its messages from theirs; the type's full name by default.
    /// Two providers of one agent may not have the same.
    /// </summary>
    public virtual string SourceId => GetType().FullName ?? GetType().Name;

    /// <summary>Called before the model. An exception ends the turn before the model is called.</summary>
    /// <param name="turn">The turn about to run.</param>
    /// <param name="cancellationToken">Cancels the turn.</param>
    public virtual ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken) => default;

    /// <summary>
    /// Called after the model answered, with <see cref="TurnContext.Response"/> set, or after the turn failed, with
    /// <see cref="TurnContext.Exception"/> set, for every provider whose <see cref="InvokingAsync"/> was called. An exception
    /// neither costs the caller the answer nor hides the turn's own error.
    /// </summary>
    /// <param name="turn">The turn that ran.</param>
    /// <param name="cancellationToken">Cancels what the provider does; never cancelled already when a turn was cancelled.</param>
    public virtual ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken) => default;
}
