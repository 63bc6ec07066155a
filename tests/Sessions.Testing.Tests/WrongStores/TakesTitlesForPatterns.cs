namespace Sessions.Testing.Tests;

/// <summary>Gives a part of a title to LIKE as it is.</summary>
internal sealed class TakesTitlesForPatterns(SessionStore inner) : DelegatingSessionStore(inner)
{
    public override ValueTask<IReadOnlyList<SessionSummary>> ListPageAsync(SessionQuery query, CancellationToken cancellationToken = default) =>
        base.ListPageAsync(query.Title is "%" or "_" ? query with { Title = "" } : query, cancellationToken);
}
