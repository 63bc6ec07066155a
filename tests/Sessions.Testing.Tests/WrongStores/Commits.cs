namespace Sessions.Testing.Tests;

/// <summary>Commits that differ in one thing.</summary>
internal static class Commits
{
    public static SessionCommit With(this SessionCommit commit, SessionHead? head = null, IReadOnlyList<StoredTurn>? turns = null, IReadOnlyList<StateValue>? state = null) =>
        Of(commit, commit.ExpectedRevision, head, turns, state);

    public static SessionCommit With(this SessionCommit commit, long? expectedRevision) => Of(commit, expectedRevision, null, null, null);

    private static SessionCommit Of(SessionCommit commit, long? expectedRevision, SessionHead? head, IReadOnlyList<StoredTurn>? turns, IReadOnlyList<StateValue>? state) => new()
    {
        ExpectedRevision = expectedRevision,
        Head = head ?? commit.Head,
        Turns = turns ?? commit.Turns,
        State = state ?? commit.State,
        Details = commit.Details,
        ExpiresAt = commit.ExpiresAt,
        Usage = commit.Usage,
    };
}
