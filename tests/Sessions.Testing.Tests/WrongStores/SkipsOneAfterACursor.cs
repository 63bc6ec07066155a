namespace Sessions.Testing.Tests;

/// <summary>Counts the session that a cursor is of as one of those that follow.</summary>
internal sealed class SkipsOneAfterACursor(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override async ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        query.Cursor is null
            ? await base.ListPageAsync(query, cancellationToken)
            : [.. (await base.ListPageAsync(query with { MaxCount = query.MaxCount + 1 }, cancellationToken)).Skip(1)];
}
