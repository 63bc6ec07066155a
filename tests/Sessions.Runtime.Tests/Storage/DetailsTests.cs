using System.Collections.Immutable;
using Sessions.Agents;

namespace Sessions.Tests.Storage;

/// <summary>What a session is called, whose it is, and what it used.</summary>
public class DetailsTests
{
    private readonly InMemorySessionStore _store = new();
    private readonly ChatClientAgent _agent;

    public DetailsTests() => _agent = new ScriptedModel(request => ModelAnswer.Of($"re {request.Number}").Using(3, 4)).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store });

    [Fact]
    public async Task Details_of_a_session_that_is_not_stored_yet_come_with_its_first_commit()
    {
        var session = await _agent.GetSessionAsync("s");
        await _agent.UpdateDetailsAsync(session, details => details with { Title = "Hiking", Owner = "alice", Metadata = details.Metadata.Add("app", "web") });
        Assert.Empty(await _agent.ListSessionsAsync().ToListAsync());
        await _agent.RunAsync("hi", session);

        var found = Assert.Single(await _agent.ListSessionsAsync(new SessionQuery { Owner = "alice" }).ToListAsync());
        Assert.Equal(session.Details, found.Details);
        Assert.Equal("Hiking", (await _agent.FindSessionAsync(session.Key))!.Details.Title);
    }

    [Fact]
    public async Task A_rename_waits_for_no_turn_and_costs_none()
    {
        var session = await _agent.CreateSessionAsync("s");
        var slow = new ScriptedModel(_ => ModelAnswer.Of("done").After(async cancellationToken =>
        {
            var elsewhere = await _agent.GetSessionAsync("s", cancellationToken: cancellationToken);
            await _agent.UpdateDetailsAsync(elsewhere, details => details with { Title = "meanwhile" }, cancellationToken);
        })).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = _store });

        await slow.RunAsync("go", session);

        Assert.Equal((2, "meanwhile"), ((await _agent.GetSessionAsync("s")).Revision, (await _agent.GetSessionAsync("s")).Details.Title));
    }

    [Fact]
    public async Task Of_each_field_the_last_write_counts()
    {
        await _agent.CreateSessionAsync("s");
        var (one, other) = (await _agent.GetSessionAsync("s"), await _agent.GetSessionAsync("s"));
        await _agent.UpdateDetailsAsync(one, details => details with { Title = "one", Owner = "alice" });
        await _agent.UpdateDetailsAsync(other, details => details with { Title = "other" });

        Assert.Equal(("other", "alice"), ((await _agent.GetSessionAsync("s")).Details.Title, (await _agent.GetSessionAsync("s")).Details.Owner));
    }

    [Fact]
    public async Task A_turn_sees_what_others_have_written()
    {
        var session = await _agent.CreateSessionAsync("s");
        await _agent.UpdateDetailsAsync(await _agent.GetSessionAsync("s"), details => details with { Title = "new" });
        Assert.Null(session.Details.Title);

        await _agent.RunAsync("hi", session);

        Assert.Equal("new", session.Details.Title);
    }

    [Fact]
    public async Task A_session_that_was_deleted_is_not_renamed()
    {
        var session = await _agent.CreateSessionAsync("s");
        await _agent.DeleteSessionAsync(session.Key);

        await Assert.ThrowsAsync<SessionConflictException>(async () => await _agent.UpdateDetailsAsync(session, details => details with { Title = "new" }));
    }

    [Fact]
    public async Task Details_go_along_with_the_document()
    {
        var plain = new ScriptedModel().AsAIAgent(name: "A");
        var session = await plain.CreateSessionAsync("s");
        await plain.UpdateDetailsAsync(session, details => details with { Title = "t", Owner = "o", ExpiresAt = StoreData.Time, Metadata = details.Metadata.Add("k", "v") });

        var restored = await plain.DeserializeSessionAsync(await plain.SerializeSessionAsync(session));

        Assert.Equal(session.Details, restored.Details);
    }

    [Fact]
    public async Task Tokens_are_summed_over_sessions_and_over_turns_that_were_left_behind()
    {
        var (one, other) = (await _agent.GetSessionAsync("one"), await _agent.GetSessionAsync("other"));
        await _agent.UpdateDetailsAsync(one, details => details with { Owner = "alice" });
        await _agent.RunAsync("hi", one);
        await _agent.RegenerateAsync(one);
        await _agent.RunAsync("hi", other);

        Assert.Equal(new TokenUsage(9, 12, 21), await _agent.GetUsageAsync());
        Assert.Equal(new TokenUsage(6, 8, 14), await _agent.GetUsageAsync(new SessionQuery { Owner = "alice" }));
        Assert.Equal(default, await _agent.GetUsageAsync(new SessionQuery { Tenant = "t" }));
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("title")]
    [InlineData("value")]
    [InlineData("count")]
    [InlineData("null")]
    public async Task What_stores_do_not_keep_is_refused(string what)
    {
        var session = await _agent.CreateSessionAsync("s");
        var error = await Record.ExceptionAsync(async () => await _agent.UpdateDetailsAsync(session, details => what switch
        {
            "owner" => details with { Owner = "a\u0000b" },
            "title" => details with { Title = new string('t', SessionDetails.MaxLength + 1) },
            "value" => details with { Metadata = details.Metadata.Add("k", new string('v', SessionDetails.MaxLength + 1)) },
            "count" => details with { Metadata = Enumerable.Range(0, SessionDetails.MaxMetadataCount + 1).ToImmutableDictionary(i => $"k{i}", _ => "v") },
            _ => null!,
        }));

        Assert.True(error is ArgumentException or InvalidOperationException, $"{error}");
        Assert.Equal(new SessionDetails(), (await _agent.GetSessionAsync("s")).Details);
    }
}
