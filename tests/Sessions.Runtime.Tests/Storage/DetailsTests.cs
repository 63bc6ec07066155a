using System.Collections.Immutable;
using Sessions.Agents;

namespace Sessions.Tests.Storage;

/// <summary>What a session is called, whose it is, and what it used.</summary>
public class DetailsTests
{
    private readonly InMemorySessionStore _store = new();
    private readonly ChatClientAgent _agent;

    public DetailsTests() => _agent = Agent(_store);

    private static ChatClientAgent Agent(SessionStore store) =>
        new ScriptedModel(request => ModelAnswer.Of($"re {request.Number}").Using(3, 4)).AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });

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
    public async Task What_is_set_while_the_first_commit_is_under_way_is_not_lost()
    {
        var (store, rename) = (new InterceptedStore(_store), Task.CompletedTask);
        var agent = Agent(store);
        var session = await agent.GetSessionAsync("s");
        store.OnCommit = _ => rename = agent.UpdateDetailsAsync(session, details => details with { Title = "meanwhile" }).AsTask();

        await agent.RunAsync("hi", session);
        await rename;

        Assert.Equal("meanwhile", session.Details.Title);
        Assert.Equal("meanwhile", (await agent.FindSessionAsync(session.Key))!.Details.Title);
    }

    [Fact]
    public async Task What_is_set_while_a_first_commit_fails_comes_with_the_next()
    {
        var (store, rename) = (new InterceptedStore(_store), Task.CompletedTask);
        var agent = Agent(store);
        var session = await agent.GetSessionAsync("s");
        store.OnCommit = _ =>
        {
            rename = agent.UpdateDetailsAsync(session, details => details with { Title = "meanwhile" }).AsTask();
            throw new IOException("no connection");
        };
        await Assert.ThrowsAsync<SessionStoreException>(() => agent.RunAsync("hi", session));
        await rename;
        store.OnCommit = null;

        await agent.RunAsync("hi", session);

        Assert.Equal("meanwhile", (await agent.FindSessionAsync(session.Key))!.Details.Title);
    }

    [Fact]
    public async Task What_was_read_before_a_change_does_not_take_its_place()
    {
        var store = new AfterOpening(_store);
        var agent = Agent(store);
        var session = await agent.CreateSessionAsync("s");
        store.Then = async () => await agent.UpdateDetailsAsync(session, details => details with { Title = "newer" });

        await agent.RunAsync("hi", session);

        Assert.Equal("newer", session.Details.Title);
    }

    [Fact]
    public async Task What_was_set_before_others_made_the_session_is_set_in_theirs()
    {
        var session = await _agent.GetSessionAsync("s");
        await _agent.UpdateDetailsAsync(session, details => details with { Owner = "alice" });
        var theirs = await _agent.CreateSessionAsync("s");
        await _agent.UpdateDetailsAsync(theirs, details => details with { Title = "theirs" });

        await _agent.RunAsync("hi", session);

        Assert.Equal(("theirs", "alice"), (session.Details.Title, session.Details.Owner));
        Assert.Equal(session.Details, (await _agent.FindSessionAsync(session.Key))!.Details);
    }

    [Fact]
    public async Task A_fork_of_a_session_that_is_not_stored_yet_has_its_owner_and_not_its_tokens()
    {
        var plain = new ScriptedModel(_ => ModelAnswer.Of("re").Using(3, 4)).AsAIAgent(name: "A");
        var original = await plain.CreateSessionAsync("s");
        await plain.UpdateDetailsAsync(original, details => details with { Title = "t", Owner = "alice", Metadata = details.Metadata.Add("k", "v") });
        await plain.RunAsync("hi", original);
        var restored = await _agent.DeserializeSessionAsync(await plain.SerializeSessionAsync(original));

        var fork = await _agent.ForkSessionAsync(restored, sessionId: "f");

        Assert.Equal(new SessionDetails { Owner = "alice", Metadata = original.Details.Metadata }, fork.Details);
        Assert.Equal(fork.Details, (await _agent.FindSessionAsync(fork.Key))!.Details);
        Assert.Equal(default, await _agent.GetUsageAsync());
        await _agent.RunAsync("on", fork);
        await _agent.RunAsync("on", restored);
        Assert.Equal(new TokenUsage(9, 12, 21), await _agent.GetUsageAsync());
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
    [InlineData("NUL in the title")]
    [InlineData("NUL in a value")]
    [InlineData("null")]
    public async Task What_stores_do_not_keep_is_refused(string what)
    {
        var session = await _agent.CreateSessionAsync("s");
        var error = await Record.ExceptionAsync(async () => await _agent.UpdateDetailsAsync(session, details => what switch
        {
            "owner" => details with { Owner = "a\u0000b" },
            "NUL in the title" => details with { Title = "a\0b" },
            "NUL in a value" => details with { Metadata = details.Metadata.Add("k", "a\0b") },
            "title" => details with { Title = new string('t', SessionDetails.MaxLength + 1) },
            "value" => details with { Metadata = details.Metadata.Add("k", new string('v', SessionDetails.MaxLength + 1)) },
            "count" => details with { Metadata = Enumerable.Range(0, SessionDetails.MaxMetadataCount + 1).ToImmutableDictionary(i => $"k{i}", _ => "v") },
            _ => null!,
        }));

        Assert.True(error is ArgumentException or InvalidOperationException, $"{error}");
        Assert.Equal(new SessionDetails(), (await _agent.GetSessionAsync("s")).Details);
    }

    /// <summary>Something happens after a session was read, and before who asked has the answer.</summary>
    private sealed class AfterOpening(SessionStore inner) : DelegatingSessionStore(inner)
    {
        public Func<Task>? Then { get; set; }

        public override async ValueTask<OpenedSession> OpenAsync(SessionKey key, SessionOpening opening, CancellationToken cancellationToken = default)
        {
            var opened = await base.OpenAsync(key, opening, cancellationToken);
            await (Then?.Invoke() ?? Task.CompletedTask);
            Then = null;
            return opened;
        }
    }
}
