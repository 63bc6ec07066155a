namespace Sessions.Testing.Tests;

/// <summary>Begins a page with the session that its cursor is of.</summary>
internal sealed class ListsTwice(SessionStore inner) : DelegatingSessionStore(inner)
{
    private readonly Dictionary<string, SessionSummary> _listed = [];

    public override async ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default)
    {
        var page = await base.ListPageAsync(query, cancellationToken);
        foreach (var session in page)
        {
            _listed[session.Cursor!] = session;
        }

        return query.Cursor is null ? page : [.. page.Prepend(_listed[query.Cursor]).Take(query.MaxCount!.Value)];
    }
}
