using System.Collections.Immutable;

namespace Sessions.Testing;

/// <summary>Details: title, owner, metadata and expiry, written whatever the revision.</summary>
internal static class DetailsCases
{
    private const SessionDetailsFields AllFields = SessionDetailsFields.Title | SessionDetailsFields.Owner | SessionDetailsFields.Metadata | SessionDetailsFields.ExpiresAt;

    public static readonly StoreCase[] All =
    [
        new("Details: each field is written apart", FieldsAsync),
        new("Details: the last write of a field counts", LastWinsAsync),
        new("Details: they may be taken away", RemovedAsync),
        new("Details: writing them leaves head, revision and order as they are", RevisionAsync),
        new("Details: rewinding leaves them", MoveAsync),
        new("Details: odd and long texts come back", OddTextsAsync),
        new("Details: fields that are written at the same time are all kept", ConcurrentAsync),
        new("Details: they go with the session", DeletedAsync),
    ];

    private static readonly SessionKey S = new("s");

    private static readonly SessionDetails Some = new()
    {
        Title = "title",
        Owner = "owner",
        Metadata = ImmutableDictionary<string, string>.Empty.Add("a", "1").Add("b", "2"),
        ExpiresAt = StoreData.Never,
    };

    private static async Task FieldsAsync(StoreScene scene)
    {
        await scene.Session("s").AppendAsync("1");
        var expected = new SessionDetails();
        foreach (var field in new[] { SessionDetailsFields.Owner, SessionDetailsFields.ExpiresAt, SessionDetailsFields.Title, SessionDetailsFields.Metadata })
        {
            Check.Equal(true, await scene.UpdateDetailsAsync(S, field, Some), "UpdateDetailsAsync of a session that is there");
            expected = new SessionDetailsUpdate(field, Some).ApplyTo(expected);
            await CheckAsync(scene, expected, $"after {field} was written");
        }

        await scene.UpdateDetailsAsync(S, SessionDetailsFields.None, new SessionDetails());
        await CheckAsync(scene, Some, "after no field was written");
        await scene.UpdateDetailsAsync(S, SessionDetailsFields.Title | SessionDetailsFields.Metadata, new SessionDetails { Title = "other", Metadata = ImmutableDictionary<string, string>.Empty.Add("c", "3") });
        await CheckAsync(scene, Some with { Title = "other", Metadata = ImmutableDictionary<string, string>.Empty.Add("c", "3") }, "after title and metadata were written together");
    }

    private static async Task LastWinsAsync(StoreScene scene)
    {
        await scene.Session("s").AppendAsync("1");
        foreach (var title in new[] { "one", "two", "three" })
        {
            await scene.UpdateDetailsAsync(S, SessionDetailsFields.Title, new SessionDetails { Title = title });
        }

        await CheckAsync(scene, new SessionDetails { Title = "three" }, "after the title was written three times");
    }

    private static async Task RemovedAsync(StoreScene scene)
    {
        await scene.Session("s").AppendAsync("1");
        await scene.UpdateDetailsAsync(S, AllFields, Some);
        await scene.UpdateDetailsAsync(S, SessionDetailsFields.Title | SessionDetailsFields.ExpiresAt, new SessionDetails());
        await CheckAsync(scene, Some with { Title = null, ExpiresAt = null }, "after title and expiry were taken away");
        await scene.UpdateDetailsAsync(S, AllFields, new SessionDetails());
        await CheckAsync(scene, new SessionDetails(), "after all were taken away");
        Check.Sequence([], await scene.IdsAsync(new SessionQuery { Owner = "owner" }), "ListAsync of an owner whose session was given up");
    }

    private static async Task RevisionAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        var newer = scene.Session("newer");
        await newer.AppendAsync("1");
        await newer.AppendAsync("2");
        await scene.UpdateDetailsAsync(S, AllFields, Some);

        Check.Equal(session.Head, (await scene.FindAsync(S)).Head, "LoadAsync after UpdateDetailsAsync: the head");
        Check.Sequence(["newer", "s"], await scene.IdsAsync(new SessionQuery()), "ListAsync after UpdateDetailsAsync of the session that was committed first");
        var known = await scene.OpenAsync(S, new SessionOpening { KnownRevision = session.Head!.Revision });
        Check.Equal((null, "title"), (known.Session, known.Details?.Title), "OpenAsync with the present revision after UpdateDetailsAsync: the session, and the title");
        await session.AppendAsync("2");
        await CheckAsync(scene, Some, "after a commit from the revision of before");
    }

    private static async Task MoveAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        await scene.UpdateDetailsAsync(S, AllFields, Some);
        await session.AppendAsync("2");
        await session.MoveAsync(1);
        await session.MoveAsync(0);
        await CheckAsync(scene, Some, "after moves to before they were written");
    }

    private static async Task OddTextsAsync(StoreScene scene)
    {
        await scene.Session("s").AppendAsync("1");
        var details = new SessionDetails
        {
            Title = $"  '%_\"\\ \n\t漢 😀 {new string('x', SessionDetails.MaxLength - 30)}",
            Owner = "'; --%_ 漢 😀",
            Metadata = StoreData.OddIds.Take(SessionDetails.MaxMetadataCount).ToImmutableDictionary(id => id, id => $" {id}\n", StringComparer.Ordinal),
            ExpiresAt = new DateTimeOffset(2999, 7, 1, 23, 59, 59, TimeSpan.FromHours(-8)).AddTicks(1_234_567).ToUniversalTime(),
        };
        await scene.UpdateDetailsAsync(S, AllFields, details);
        await CheckAsync(scene, details, "that are odd and long");
        await scene.UpdateDetailsAsync(S, SessionDetailsFields.Title | SessionDetailsFields.Metadata, new SessionDetails { Title = "", Metadata = ImmutableDictionary<string, string>.Empty.Add("empty", "") });
        await CheckAsync(scene, details with { Title = "", Metadata = ImmutableDictionary<string, string>.Empty.Add("empty", "") }, "of which title and value are empty");
    }

    private static async Task ConcurrentAsync(StoreScene scene)
    {
        var session = scene.Session("s");
        await session.AppendAsync("1");
        for (var round = 0; round < 10; round++)
        {
            await scene.UpdateDetailsAsync(S, AllFields, new SessionDetails());
            await Task.WhenAll(new[] { SessionDetailsFields.Title, SessionDetailsFields.Owner, SessionDetailsFields.Metadata, SessionDetailsFields.ExpiresAt }.Select(field => Task.Run(() => scene.UpdateDetailsAsync(S, field, Some))).Append(Task.Run(async () =>
            {
                await session.AppendAsync("2");
                return true;
            })));
            await CheckAsync(scene, Some, "after each field was written at the same time, and a turn committed");
        }

        Check.Equal(session.Head, (await scene.FindAsync(S)).Head, "LoadAsync after details and turns were written at the same time");
    }

    private static async Task DeletedAsync(StoreScene scene)
    {
        await scene.Session("s").AppendAsync("1");
        await scene.UpdateDetailsAsync(S, AllFields, Some);
        await scene.DeleteAsync(S);
        Check.Equal(false, await scene.UpdateDetailsAsync(S, AllFields, Some), "UpdateDetailsAsync of a deleted session");
        await scene.Session("s").AppendAsync("1");
        await CheckAsync(scene, new SessionDetails(), "of a session whose id was another's, deleted");
    }

    private static async Task CheckAsync(StoreScene scene, SessionDetails expected, string when)
    {
        var text = StoreData.Show(expected);
        Check.Equal(text, StoreData.Show((await scene.FindAsync(S)).Details), $"LoadAsync: details {when}");
        Check.Equal(text, StoreData.Show((await scene.OpenAsync(S, SessionOpening.Head)).Details), $"OpenAsync: details {when}");
        Check.Equal(text, StoreData.Show((await scene.ListAsync(new SessionQuery { Order = SessionOrder.Id })).Single(session => session.Key == S).Details), $"ListAsync: details {when}");
    }
}
