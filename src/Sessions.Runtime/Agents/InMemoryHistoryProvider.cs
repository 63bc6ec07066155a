using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions;

/// <summary>
/// Keeps the history in the session itself: in memory, in what is serialized, and, where the agent has a store, in the store,
/// committed with the rest of the turn.
/// </summary>
/// <remarks>
/// An agent adds it by itself, ahead of its other providers, to every turn that has a session and no other owner of its
/// history: no configured provider loads it, and the model's service does not keep it. Other context providers make no
/// difference. The agent is not changed by that.
/// </remarks>
public sealed class InMemoryHistoryProvider : HistoryProvider
{
    internal static InMemoryHistoryProvider Instance { get; } = new();

    /// <inheritdoc/>
    public override string SourceId => "in-memory";

    /// <inheritdoc/>
    protected override ValueTask<IReadOnlyList<ChatMessage>> LoadAsync(TurnContext turn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var session = turn.Session as ChatClientAgentSession ?? throw new InvalidOperationException(
            $"{nameof(InMemoryHistoryProvider)} keeps the history in sessions of {nameof(ChatClientAgent)}, and session '{turn.Session?.Key}' is of another kind ({turn.Session?.GetType()}).");
        var loading = session.Turns.LoadLogAsync((turn.Agent as ChatClientAgent)?.View ?? HistoryView.Everything, turn.FollowedTurn, cancellationToken);
        return loading.IsCompletedSuccessfully ? new(Supply(turn, loading.Result)) : AwaitAsync(turn, loading);
    }

    /// <inheritdoc/>
    protected override ValueTask StoreAsync(TurnContext turn, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        turn.Kept = messages;
        return default;
    }

    private static async ValueTask<IReadOnlyList<ChatMessage>> AwaitAsync(TurnContext turn, ValueTask<SessionLog> loading) => Supply(turn, await loading.ConfigureAwait(false));

    /// <summary>The log is sent as it is: a list of its messages would be a copy.</summary>
    private static IReadOnlyList<ChatMessage> Supply(TurnContext turn, SessionLog log)
    {
        turn.Log = log;
        return [];
    }
}
