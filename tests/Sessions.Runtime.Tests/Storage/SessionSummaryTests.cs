using Sessions.Storage;

namespace Sessions.Tests.Storage;

/// <summary>What a store makes of a session for a list.</summary>
public class SessionSummaryTests
{
    [Fact]
    public async Task A_summary_of_a_session_is_what_the_list_shows_of_it()
    {
        var store = new InMemorySessionStore();
        var time = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
        var head = new SessionHead { Key = new SessionKey("t", "s"), AgentId = "Guide", Revision = 1, CreatedAt = time, UpdatedAt = time.AddHours(1), TurnCount = 3 };
        await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = head, Details = new SessionDetails { Title = "A trip" }, Usage = new TokenUsage(1, 2, 3) });

        var made = SessionSummary.Of((await store.LoadAsync(head.Key))!);

        var listed = await store.ListAsync(new SessionQuery { Tenant = "t" }).SingleAsync();
        Assert.Equal(listed with { Usage = default, Cursor = null }, made);
        Assert.Equal(("A trip", time.AddHours(1)), (made.Details.Title, made.UpdatedAt));
    }
}
