using Sessions.Storage;

namespace Sessions.Agents;

public sealed partial class ChatClientAgent
{
    /// <inheritdoc/>
    protected override IAsyncEnumerable<SessionTurn> ReadTurnsCoreAsync(AgentSession session, TurnQuery query, CancellationToken cancellationToken) =>
        base.ReadTurnsCoreAsync(OwnKind(session)!, query, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask<AgentSession> ForkSessionCoreAsync(AgentSession session, long? throughTurn, SessionKey? key, CancellationToken cancellationToken)
    {
        var own = OwnKind(session)!;
        await ThrowIfHistoryIsElsewhereAsync(own).ConfigureAwait(false);
        return await own.ForkAsync(key ?? new SessionKey(session.Tenant, Guid.NewGuid().ToString("N")), throughTurn, TimeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask RewindSessionCoreAsync(AgentSession session, long turn, CancellationToken cancellationToken) =>
        MoveAsync(OwnKind(session)!, turn, ofAnyBranch: false, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask SwitchBranchCoreAsync(AgentSession session, long turn, CancellationToken cancellationToken) =>
        MoveAsync(OwnKind(session)!, turn, ofAnyBranch: true, cancellationToken);

    /// <inheritdoc/>
    protected override Task<AgentResponse> RegenerateCoreAsync(AgentSession session, AgentRunOptions? options, CancellationToken cancellationToken) =>
        RunTurnAsync(messages: null, OwnKind(session), options, cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<AgentResponseUpdate> RegenerateStreamingCoreAsync(AgentSession session, AgentRunOptions? options, CancellationToken cancellationToken) =>
        StreamAsync(messages: null, OwnKind(session), options, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask HandOffCoreAsync(AgentSession session, AIAgent recipient, CancellationToken cancellationToken)
    {
        var own = OwnKind(session)!;
        if (recipient is not ChatClientAgent other || !Equals(Store?.Location, other.Store?.Location))
        {
            throw new ArgumentException(
                $"Session '{session.Key}' cannot be handed over to agent '{recipient.Name ?? recipient.Id}', which is {(recipient is ChatClientAgent ? "an agent with another store" : $"a {recipient.GetType()}")}. Hand it to a {nameof(ChatClientAgent)} with the same {nameof(ChatClientAgentOptions.SessionStore)}.", nameof(recipient));
        }

        return own.ChangeAsync(() => GiveAsync(own, other, cancellationToken), cancellationToken);
    }

    private ValueTask MoveAsync(ChatClientAgentSession session, long turn, bool ofAnyBranch, CancellationToken cancellationToken)
    {
        return session.ChangeAsync(ChangeAsync, cancellationToken);

        async ValueTask ChangeAsync()
        {
            if (turn == session.Head.CurrentTurn)
            {
                return;
            }

            await ThrowIfHistoryIsElsewhereAsync(session).ConfigureAwait(false);
            if (turn > 0)
            {
                _ = await session.Turns.GetAsync(turn, ofAnyBranch, cancellationToken).ConfigureAwait(false);
            }

            await session.MoveAsync(turn, TimeProvider.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ThrowIfHistoryIsElsewhereAsync(ChatClientAgentSession session)
    {
        var turn = new TurnContext(this, session, []);
        try
        {
            TurnHistory.Of(session, OpenProviders(turn).Loading, View).ThrowIfElsewhere();
        }
        finally
        {
            await turn.CloseServicesAsync().ConfigureAwait(false);
        }
    }
}
