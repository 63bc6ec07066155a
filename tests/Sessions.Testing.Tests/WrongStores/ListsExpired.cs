namespace Sessions.Testing.Tests;

/// <summary>Lists what is expired until it is purged.</summary>
internal sealed class ListsExpired(SessionStore inner, TimeProvider clock) : DelegatingSessionStore(inner)
{
    private readonly Dictionary<SessionKey, SessionSummary> _listed = [];

    public override async ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        var page = await base.ListPageAsync(query, cancellationToken);
        foreach (var session in page)
        {
            _listed[session.Key] = session;
        }

        return [.. page, .. _listed.Values.Where(session => session.Details.ExpiresAt <= clock.GetUtcNow() && query.Fits(session))];
    }
}
