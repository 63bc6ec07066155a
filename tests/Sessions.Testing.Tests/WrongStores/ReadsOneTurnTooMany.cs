namespace Sessions.Testing.Tests;

/// <summary>Counts the turns of a page from zero.</summary>
internal sealed class ReadsOneTurnTooMany(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override ValueTask<TurnPage> ReadTurnsAsync(SessionKey key, TurnRange range, CancellationToken cancellationToken = default) =>
        base.ReadTurnsAsync(key, range.Limits.MaxTurns == int.MaxValue ? range : range with { Limits = range.Limits with { MaxTurns = range.Limits.MaxTurns + 1 } }, cancellationToken);
}
