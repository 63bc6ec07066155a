namespace Sessions.Testing.Tests;

/// <summary>Reads no turns where the caller says that it has some, of whatever revision.</summary>
internal sealed class BelievesItsCaller(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
    {
        var opened = await base.OpenAsync(key, opening, cancellationToken);
        return opening.KnowsTurns ? opened with { NewestTurns = null } : opened;
    }
}
