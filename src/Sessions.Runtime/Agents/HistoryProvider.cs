using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions;

/// <summary>
/// Keeps a conversation's messages somewhere: loads them before the model is called, saves the turn's new ones after it
/// answered.
/// </summary>
/// <remarks>
/// At most one provider of an agent loads; the others, with <see cref="LoadMessages"/> <see langword="false"/>, audit. The one
/// that loads saves before the session is committed, audits run after it. Without a session none of them is called. One
/// instance serves all the turns of an agent, so implementations must be safe for concurrent use.
/// </remarks>
public abstract class HistoryProvider : AIContextProvider
{
    /// <summary>Whether <see cref="LoadAsync"/> supplies the history that the model is sent.</summary>
    public virtual bool LoadMessages => true;

    /// <summary>Whether the caller's messages of a turn are given to <see cref="StoreAsync"/>.</summary>
    public virtual bool StoreInputs => true;

    /// <summary>Whether the model's messages of a turn are given to <see cref="StoreAsync"/>.</summary>
    public virtual bool StoreOutputs => true;

    /// <summary>Whether the messages that other providers added to a turn are given to <see cref="StoreAsync"/>.</summary>
    public virtual bool StoreContextMessages => false;

    /// <summary>
    /// Whether sessions of one id in two tenants are kept apart. Where they are not, a turn of a session of another tenant than the
    /// default one is refused before anything is loaded or saved.
    /// </summary>
    /// <remarks>
    /// The generated half of a provider says <see langword="false"/> where a method is given the session's id alone. Override it where
    /// your ids are unique across tenants.
    /// </remarks>
    public virtual bool SeparatesTenants => true;

    /// <summary>Loads the session's history, oldest message first.</summary>
    /// <param name="turn">The turn about to run; <see cref="TurnContext.Session"/> is set.</param>
    /// <param name="cancellationToken">Cancels the turn.</param>
    /// <returns>The messages so far. The turn reads them and never changes them.</returns>
    protected abstract ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken);

    /// <summary>Saves the turn's new messages, oldest first.</summary>
    /// <param name="turn">
    /// The turn that has been answered, or was interrupted and is kept in part; then <see cref="TurnContext.Exception"/> is set. Its
    /// <see cref="TurnContext.TurnId"/> is the same when the save is tried again, and makes an idempotent save possible.
    /// </param>
    /// <param name="messages">The new messages, as the flags select them; never empty. They are the provider's own copies.</param>
    /// <param name="cancellationToken">Cancels the save.</param>
    protected abstract ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The session is of a tenant, and <see cref="SeparatesTenants"/> is <see langword="false"/>.</exception>
    public override ValueTask InvokingAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        ThrowIfTenantsWouldMeet(turn.Session);
        if (!LoadMessages || turn.Session is null)
        {
            return default;
        }

        return SupplyAsync(turn, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask InvokedAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (turn.Session is null || turn.Outputs is null)
        {
            return default;
        }

        ThrowIfTenantsWouldMeet(turn.Session);
        var messages = turn.CopyNewMessages(this);
        return messages.Length > 0 ? StoreAsync(turn, messages, cancellationToken) : default;
    }

    private void ThrowIfTenantsWouldMeet(AgentSession? session)
    {
        if (session is not null && !SeparatesTenants && session.Tenant.Length > 0)
        {
            throw new InvalidOperationException(
                $"History provider '{SourceId}' ({GetType().Name}) is given the session's id alone, and session '{session.Id}' is of tenant '{session.Tenant}': it would meet the sessions of that id in other tenants. Take a SessionKey instead of the id in the provider's methods.");
        }
    }

    private async ValueTask SupplyAsync(TurnContext turn, CancellationToken cancellationToken) =>
        turn.History = await LoadAsync(turn, cancellationToken).ConfigureAwait(false) ?? [];
}
