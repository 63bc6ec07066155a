namespace Sessions.Testing.Tests;

/// <summary>Reads the head, and then the turns: others may commit in between.</summary>
internal sealed class OpensInTwoReads(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        var head = await base.OpenAsync(key, opening with { NewestTurns = null, WithFirstTurn = false }, cancellationToken);
        await Task.Delay(1, cancellationToken);
        var turns = await base.OpenAsync(key, opening, cancellationToken);
        return head with { NewestTurns = turns.NewestTurns, FirstTurn = turns.FirstTurn };
    }
}
