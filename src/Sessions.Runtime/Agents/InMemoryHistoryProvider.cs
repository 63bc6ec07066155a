using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions;

/// <summary>
/// Keeps the history in the session itself: in memory, in what is serialized, and, where the session has a store, in the store,
/// committed with the rest of the turn.
/// </summary>
/// <remarks>
/// A <see cref="ChatClientAgent"/> adds it by itself, ahead of its other providers, to every turn that has a session and no other
/// owner of its history: no configured provider loads it, and the model's service does not keep it. Other context providers make no
/// difference. The agent is not changed by that. Agents of other kinds call it like any provider, in turns that they begin with
/// <see cref="AgentSession.BeginTurn"/>.
/// </remarks>
public sealed class InMemoryHistoryProvider : HistoryProvider
{
    /// <inheritdoc/>
    public override string SourceId => "in-memory";

    /// <inheritdoc/>
    protected override async ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var session = turn.Session!;
        return await session.Turns.LoadLogAsync(HistoryView.Everything, turn.FollowedTurn ?? session.CurrentTurn, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var scope = turn.Scope ?? throw new InvalidOperationException(
            $"Turn {turn.TurnId} was not begun with {nameof(AgentSession.BeginTurn)}, so session '{turn.Session?.Key}' has nowhere to keep its messages until they are committed.");
        scope.Append(messages);
        return default;
    }
}
