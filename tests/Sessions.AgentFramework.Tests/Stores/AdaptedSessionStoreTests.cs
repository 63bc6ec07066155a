using Microsoft.Extensions.AI;
using Sessions.Agents;
using Sessions.Storage;
using Framework = Microsoft.Agents.AI;

#pragma warning disable MAAI001 // The framework still tries out what a store for its hosts is.

namespace Sessions.AgentFramework.Tests.Stores;

/// <summary>Our stores, used as the framework's hosts use its own.</summary>
public abstract class AdaptedSessionStoreTests : IAsyncLifetime
{
    private static readonly Framework.AgentSessionStoreKey Key = new Framework.AgentSessionStoreKey("alice-42").WithPartition("tenant", "acme");

    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"re {request.Messages[^1].Text}"));
    private SessionStore _store = null!;

    public ValueTask InitializeAsync()
    {
        _store = NewStore();
        return default;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _store.DisposeAsync();
    }

    [Fact]
    public async Task Each_request_of_another_process_goes_on()
    {
        foreach (var text in new[] { "one", "two", "three" })
        {
            var (agent, sessions) = NewProcess();
            var session = await sessions.GetOrCreateSessionAsync(agent, Key);
            await agent.RunAsync(text, session);
            await sessions.SaveSessionAsync(agent, Key, session);
        }

        Assert.Equal(["user: one", "assistant: re one", "user: two", "assistant: re two", "user: three"], _model.Log.Last.Texts);
        Assert.Equal(3, (await _store.LoadAsync(new SessionKey("acme", "alice-42")))!.Head.Revision);
    }

    [Fact]
    public async Task What_is_saved_is_what_the_agent_serialized()
    {
        var (agent, sessions) = NewProcess();
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("text", "é漢😀\0\"\\");
        session.SetSessionKey(new SessionKey("own"));
        await agent.RunAsync("one", session);
        await sessions.SaveSessionAsync(agent, Key, session);

        var loaded = (await sessions.GetSessionAsync(agent, Key))!;

        Assert.Equal((await agent.SerializeSessionAsync(session)).GetRawText(), (await agent.SerializeSessionAsync(loaded)).GetRawText());
        Assert.NotSame(loaded, await sessions.GetSessionAsync(agent, Key));
    }

    [Fact]
    public async Task Of_two_saves_the_later_is_a_conflict()
    {
        var (agent, sessions) = NewProcess();
        var (otherAgent, otherSessions) = NewProcess();
        await sessions.SaveSessionAsync(agent, Key, await agent.CreateSessionAsync());
        var mine = (await sessions.GetSessionAsync(agent, Key))!;
        var theirs = (await otherSessions.GetSessionAsync(otherAgent, Key))!;
        await agent.RunAsync("mine", mine);
        await otherAgent.RunAsync("theirs", theirs);

        await sessions.SaveSessionAsync(agent, Key, mine);
        var failure = await Assert.ThrowsAsync<SessionConflictException>(async () => await otherSessions.SaveSessionAsync(otherAgent, Key, theirs));
        await sessions.SaveSessionAsync(agent, Key, mine);

        Assert.Equal((1L, 2L), (failure.ExpectedRevision, failure.ActualRevision));
        await otherAgent.RunAsync("next", await otherSessions.GetSessionAsync(otherAgent, Key));
        Assert.Equal(["user: mine", "assistant: re mine", "user: next"], _model.Log.Last.Texts);
    }

    [Fact]
    public async Task A_session_that_was_not_loaded_does_not_replace_one()
    {
        var (agent, sessions) = NewProcess();
        await sessions.SaveSessionAsync(agent, Key, await agent.CreateSessionAsync());

        var failure = await Assert.ThrowsAsync<SessionConflictException>(async () => await sessions.SaveSessionAsync(agent, Key, await agent.CreateSessionAsync()));

        Assert.Equal((0L, 1L), (failure.ExpectedRevision, failure.ActualRevision));
    }

    [Fact]
    public async Task Saves_of_one_session_at_once_do_not_lose_one_another()
    {
        var (agent, sessions) = NewProcess();
        await sessions.SaveSessionAsync(agent, Key, await agent.CreateSessionAsync());

        var kept = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            for (; ; )
            {
                var session = (await sessions.GetSessionAsync(agent, Key))!;
                session.StateBag.SetValue($"value {i}", "set");
                try
                {
                    await sessions.SaveSessionAsync(agent, Key, session);
                    return i;
                }
                catch (SessionConflictException)
                {
                }
            }
        })));

        var loaded = (await sessions.GetSessionAsync(agent, Key))!;
        Assert.All(kept, i => Assert.Equal("set", loaded.StateBag.GetValue<string>($"value {i}")));
    }

    [Fact]
    public async Task Tenants_and_partitions_do_not_meet()
    {
        var (agent, sessions) = NewProcess();
        Framework.AgentSessionStoreKey[] keys =
        [
            new("a"), new Framework.AgentSessionStoreKey("a").WithPartition("tenant", "one"), new Framework.AgentSessionStoreKey("a").WithPartition("tenant", "two"),
            new Framework.AgentSessionStoreKey("a").WithPartition("user", "one"), new Framework.AgentSessionStoreKey("a").WithPartition("user", "one").WithPartition("tenant", "one"),
            new("a?user=one"), new("a%3Fuser=one"), new("a?user=one&tenant=one"), new("one/a"), new Framework.AgentSessionStoreKey("a").WithPartition("Tenant", "one"),
            new Framework.AgentSessionStoreKey("a").WithPartition("x", "1&y=2"), new Framework.AgentSessionStoreKey("a").WithPartition("x", "1").WithPartition("y", "2"), new Framework.AgentSessionStoreKey("a").WithPartition("x=1&y", "2"),
        ];
        for (var i = 0; i < keys.Length; i++)
        {
            var session = await sessions.GetOrCreateSessionAsync(agent, keys[i]);
            session.StateBag.SetValue("number", $"{i}");
            await sessions.SaveSessionAsync(agent, keys[i], session);
        }

        for (var i = 0; i < keys.Length; i++)
        {
            Assert.Equal($"{i}", (await sessions.GetSessionAsync(agent, keys[i]))!.StateBag.GetValue<string>("number"));
        }

        Assert.NotNull(await sessions.GetSessionAsync(agent, new Framework.AgentSessionStoreKey("a").WithPartition("y", "2").WithPartition("x", "1")));
        Assert.NotNull(await _store.LoadAsync(new SessionKey("one", "a")));
        Assert.NotNull(await _store.LoadAsync(new SessionKey("one", "a?user=one")));
    }

    [Fact]
    public async Task A_key_that_is_none_of_ours_is_refused()
    {
        var (agent, sessions) = NewProcess();

        await Assert.ThrowsAsync<ArgumentException>(async () => await sessions.GetSessionAsync(agent, new Framework.AgentSessionStoreKey(new string('a', 513))));
        await Assert.ThrowsAsync<ArgumentException>(async () => await sessions.GetSessionAsync(agent, new Framework.AgentSessionStoreKey("a\0")));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await sessions.GetSessionAsync(agent, null!));
    }

    [Fact]
    public async Task Deleted_is_gone_and_what_is_not_there_is_no_error()
    {
        var (agent, sessions) = NewProcess();
        await sessions.DeleteSessionAsync(agent, Key);
        var session = await agent.CreateSessionAsync();
        await sessions.SaveSessionAsync(agent, Key, session);

        await sessions.DeleteSessionAsync(agent, Key);

        Assert.Null(await sessions.GetSessionAsync(agent, Key));
        Assert.Null((await Assert.ThrowsAsync<SessionConflictException>(async () => await sessions.SaveSessionAsync(agent, Key, session))).ActualRevision);
        await sessions.SaveSessionAsync(agent, Key, await agent.CreateSessionAsync());
        Assert.NotNull(await sessions.GetSessionAsync(agent, Key));
    }

    [Fact]
    public async Task Another_agents_session_is_not_touched()
    {
        var (agent, sessions) = NewProcess();
        var session = await agent.CreateSessionAsync();
        await sessions.SaveSessionAsync(agent, Key, session);
        var (other, otherSessions) = NewProcess("Other");

        var failure = await Assert.ThrowsAsync<SessionMismatchException>(async () => await otherSessions.GetSessionAsync(other, Key));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await otherSessions.GetOrCreateSessionAsync(other, Key));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await otherSessions.DeleteSessionAsync(other, Key));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await otherSessions.SaveSessionAsync(other, Key, await other.CreateSessionAsync()));
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await sessions.SaveSessionAsync(other, Key, session));

        Assert.Equal(("Guide", "Other"), (failure.OwnerId, failure.AgentId));
        Assert.NotNull(await sessions.GetSessionAsync(agent, Key));
    }

    [Fact]
    public async Task An_agent_is_known_by_its_id_or_by_its_name()
    {
        var sessions = _store.AsAgentSessionStore();
        var byId = _model.AsFrameworkAgent(new() { Id = "0123456789abcdef0123456789abcdef", Name = "Guide" });
        await sessions.SaveSessionAsync(byId, Key, await byId.CreateSessionAsync());

        Assert.Equal(byId.Id, (await _store.LoadAsync(new SessionKey("acme", "alice-42")))!.Head.AgentId);
        Assert.NotNull(await sessions.GetSessionAsync(_model.AsFrameworkAgent(new() { Id = byId.Id, Name = "Renamed" }), Key));
        var unknown = await Assert.ThrowsAsync<InvalidOperationException>(async () => await sessions.GetSessionAsync(_model.AsFrameworkAgent(new()), Key));
        Assert.Contains("Set Name or Id", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_an_agent_of_ours_keeps_is_no_session_of_the_framework()
    {
        var ours = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = _store });
        await ours.RunAsync("one", await ours.GetSessionAsync(new SessionKey("acme", "alice-42")));
        var (agent, sessions) = NewProcess();

        var failure = await Assert.ThrowsAsync<SessionFormatException>(async () => await sessions.GetSessionAsync(agent, Key));

        Assert.Contains("'acme/alice-42'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_session_is_kept_whole()
    {
        var (agent, sessions) = NewProcess();
        var session = await agent.CreateSessionAsync();
        session.StateBag.SetValue("large", new string('漢', 2_000_000));
        await sessions.SaveSessionAsync(agent, Key, session);

        Assert.Equal(2_000_000, (await sessions.GetSessionAsync(agent, Key))!.StateBag.GetValue<string>("large")!.Length);
    }

    [Fact]
    public async Task A_session_has_its_key_for_history_providers_unless_it_has_one()
    {
        var history = new DictionaryHistoryProvider();
        var agent = _model.AsFrameworkAgent(new() { Name = "Guide", ChatHistoryProvider = history.AsChatHistoryProvider() });
        var sessions = _store.AsAgentSessionStore();
        var session = await sessions.GetOrCreateSessionAsync(agent, Key);

        await agent.RunAsync("one", session);
        await sessions.SaveSessionAsync(agent, Key, session);
        var named = await agent.CreateSessionAsync();
        named.SetSessionKey(new SessionKey("own"));
        await sessions.SaveSessionAsync(agent, new("other"), named);

        Assert.Equal(new SessionKey("acme", "alice-42"), (await sessions.GetSessionAsync(agent, Key))!.GetSessionKey());
        Assert.Equal(new SessionKey("own"), (await sessions.GetSessionAsync(agent, new("other")))!.GetSessionKey());
        Assert.Equal(2, history.Messages["alice-42"].Count);
    }

    [Fact]
    public async Task A_copy_is_saved_under_another_key_as_a_new_session()
    {
        var (agent, sessions) = NewProcess();
        await sessions.SaveSessionAsync(agent, Key, await agent.CreateSessionAsync());
        var session = (await sessions.GetSessionAsync(agent, Key))!;

        await sessions.SaveSessionAsync(agent, new("copy"), session);
        await sessions.SaveSessionAsync(agent, Key, session);

        Assert.Equal(2, (await _store.LoadAsync(new SessionKey("acme", "alice-42")))!.Head.Revision);
        Assert.Equal(1, (await _store.LoadAsync(new SessionKey("copy")))!.Head.Revision);
    }

    [Fact]
    public async Task A_store_that_fails_is_named_and_one_that_wrote_all_the_same_is_not()
    {
        var (agent, _) = NewProcess();
        var failing = new FailingStore(_store) { Failing = StoreOperation.Commit, Failure = _ => new IOException("down") }.AsAgentSessionStore();
        var lossy = new LossyStore(_store) { Next = Loss.Acknowledgement }.AsAgentSessionStore();

        var failure = await Assert.ThrowsAsync<SessionStoreException>(async () => await failing.SaveSessionAsync(agent, Key, await agent.CreateSessionAsync()));
        await lossy.SaveSessionAsync(agent, Key, await agent.CreateSessionAsync());

        Assert.Contains("save session 'acme/alice-42'", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(await lossy.GetSessionAsync(agent, Key));
    }

    [Fact]
    public async Task Agents_of_ours_are_kept_there_too()
    {
        var ours = _model.AsAIAgent(new ChatClientAgentOptions { Name = "Guide" });
        foreach (var text in new[] { "one", "two" })
        {
            var (agent, sessions) = (ours.AsAgentFrameworkAgent(), _store.AsAgentSessionStore());
            var session = await sessions.GetOrCreateSessionAsync(agent, Key);
            await agent.RunAsync(text, session);
            await sessions.SaveSessionAsync(agent, Key, session);
        }

        Assert.Equal(3, _model.Log.Last.Messages.Count);
    }

    [Fact]
    public void The_store_is_a_service_of_it()
    {
        var sessions = _store.AsAgentSessionStore();

        Assert.Same(_store, sessions.GetService<SessionStore>());
        Assert.Same(sessions, sessions.GetService<Framework.AgentSessionStore>());
        Assert.Throws<ArgumentNullException>(() => default(SessionStore)!.AsAgentSessionStore());
    }

    protected abstract SessionStore NewStore();

    private (Framework.AIAgent Agent, Framework.AgentSessionStore Sessions) NewProcess(string name = "Guide") =>
        (_model.AsFrameworkAgent(new() { Name = name }), new AnotherProcess(_store).AsAgentSessionStore());
}

public sealed class InMemoryAdaptedSessionStoreTests : AdaptedSessionStoreTests
{
    protected override SessionStore NewStore() => new InMemorySessionStore();
}

public sealed class SqliteAdaptedSessionStoreTests : AdaptedSessionStoreTests
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"sessions-{Guid.NewGuid():N}.db");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var path in new[] { _path, _path + "-wal", _path + "-shm" })
        {
            File.Delete(path);
        }
    }

    protected override SessionStore NewStore() => new SqliteSessionStore($"Data Source={_path}");
}
