using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.State;

public class SessionStateTests
{
    private readonly QueuedAnswerClient _client = new();

    private async Task<(ChatClientAgent Agent, AgentSession Session)> StartAsync()
    {
        var agent = _client.AsAIAgent(name: "A");
        return (agent, await agent.CreateSessionAsync());
    }

    [Fact]
    public async Task An_absent_slot_reads_as_a_new_value_and_is_not_present()
    {
        var (_, session) = await StartAsync();

        Assert.Equal(new Notes(), session.State.Get<Notes>());
        Assert.False(session.State.TryGet<Notes>(out var none));
        Assert.Null(none);
        Assert.False(session.State.Clear<Notes>());
    }

    [Fact]
    public async Task Set_get_update_and_clear()
    {
        var (_, session) = await StartAsync();

        session.State.Set(new Notes { Text = "one" });
        var updated = session.State.Update<Notes>(notes => notes with { Count = notes.Count + 1 });

        Assert.Equal(new Notes { Text = "one", Count = 1 }, updated);
        Assert.True(session.State.TryGet<Notes>(out var stored));
        Assert.Same(updated, stored);
        Assert.True(session.State.Clear<Notes>());
        Assert.False(session.State.TryGet<Notes>(out _));
        Assert.Equal(new Notes(), session.State.Get<Notes>());
    }

    [Fact]
    public async Task A_type_without_a_default_is_absent_until_it_is_set()
    {
        var (_, session) = await StartAsync();

        var error = Assert.Throws<InvalidOperationException>(() => session.State.Get<Order>());
        Assert.Contains("'Order'", error.Message, StringComparison.Ordinal);
        session.State.AddOrUpdate<Order>(order => order is null ? new Order("1") : throw new InvalidOperationException());
        session.State.AddOrUpdate<Order>(order => new Order(order!.Number + "+"));

        Assert.Equal("1+", session.State.Get<Order>().Number);
    }

    [Fact]
    public async Task One_key_read_as_two_types_throws_and_names_both()
    {
        var (_, session) = await StartAsync();
        session.State.Set(new Notes());

        var error = Assert.Throws<InvalidOperationException>(() => session.State.Get<OtherNotes>());

        Assert.Contains("'Notes' is in use as Sessions.Tests.Notes and cannot be used as Sessions.Tests.OtherNotes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_updates_are_all_applied()
    {
        var (_, session) = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                session.State.Update<Notes>(notes => notes with { Count = notes.Count + 1 });
            }
        })));

        Assert.Equal(4000, session.State.Get<Notes>().Count);
    }

    [Fact]
    public async Task A_read_sees_each_update_at_once_and_never_an_older_value_after_it()
    {
        var (_, session) = await StartAsync();
        _ = session.State.Get<Notes>();
        using var ready = new Barrier(3);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            ready.SignalAndWait();
            for (var last = 0; last < 20_000;)
            {
                var count = session.State.Get<Notes>().Count;
                Assert.True(count >= last, $"{count} was read after {last}.");
                last = count;
            }
        })).ToArray();

        ready.SignalAndWait();
        for (var count = 1; count <= 20_000; count++)
        {
            var updated = session.State.Update<Notes>(notes => notes with { Count = count });
            Assert.Same(updated, session.State.Get<Notes>());
        }

        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task A_slot_that_was_read_and_emptied_can_be_used_as_another_type()
    {
        var (_, session) = await StartAsync();
        session.State.Set(new Notes { Text = "one" });
        Assert.Equal("one", session.State.Get<Notes>().Text);

        Assert.True(session.State.Remove("Notes"));
        session.State.Set(new OtherNotes { Text = { ["a"] = "b" } });

        Assert.Equal("b", session.State.Get<OtherNotes>().Text["a"]);
        Assert.Throws<InvalidOperationException>(() => session.State.Get<Notes>());
    }

    [Fact]
    public async Task Reading_a_slot_that_was_read_before_allocates_nothing()
    {
        var (_, session) = await StartAsync();
        var notes = session.State.Get<Notes>();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            Assert.Same(notes, session.State.Get<Notes>());
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task State_set_in_a_turn_is_seen_outside_when_the_turn_is_committed_and_not_before()
    {
        var (agent, session) = await StartAsync();
        var outside = new TaskCompletionSource();
        var looked = new TaskCompletionSource();
        _client.Answer(async (_, _) =>
        {
            session.State.Set(new Notes { Text = "in the turn" });
            Assert.Equal("in the turn", session.State.Get<Notes>().Text);
            outside.SetResult();
            await looked.Task;
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"));
        });

        var run = agent.RunAsync("go", session);
        await outside.Task;
        Assert.Null(session.State.Get<Notes>().Text);
        looked.SetResult();
        await run;

        Assert.Equal("in the turn", session.State.Get<Notes>().Text);
    }

    [Fact]
    public async Task State_set_in_a_turn_that_fails_is_dropped_and_state_set_outside_survives()
    {
        var (agent, session) = await StartAsync();
        session.State.Set(new Notes { Text = "outside" });
        _client.Answer((_, _) =>
        {
            Assert.Equal("outside", session.State.Get<Notes>().Text);
            session.State.Set(new Notes { Text = "in the turn" });
            session.State.Get<Basket>().Items.Add("in the turn");
            throw new HttpRequestException("down");
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("go", session));

        Assert.Equal("outside", session.State.Get<Notes>().Text);
        Assert.Empty(session.State.Get<Basket>().Items);
    }

    [Fact]
    public async Task A_value_changed_in_place_outside_a_turn_survives_a_failed_turn_that_changed_it_too()
    {
        var (agent, session) = await StartAsync();
        var basket = session.State.Get<Basket>();
        basket.Items.Add("outside");
        _client.Answer((_, _) =>
        {
            session.State.Get<Basket>().Items.Add("in the turn");
            throw new HttpRequestException("down");
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => agent.RunAsync("go", session));

        Assert.Equal(["outside"], session.State.Get<Basket>().Items);
        Assert.Same(basket, session.State.Get<Basket>());
    }

    [Fact]
    public async Task Values_changed_in_place_are_committed_and_stay_live()
    {
        var (agent, session) = await StartAsync();
        var basket = session.State.Get<Basket>();
        basket.Items.Add("one");
        await agent.RunAsync("go", session);
        basket.Items.Add("two");

        var restored = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));

        Assert.Equal(["one", "two"], restored.State.Get<Basket>().Items);
    }

    [Fact]
    public async Task State_set_outside_while_a_commit_is_under_way_is_not_lost()
    {
        var store = new InterceptedStore(new InMemorySessionStore());
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
        var session = await agent.GetSessionAsync("s");
        session.State.Set(new Notes { Text = "before" });
        store.OnCommit = _ => session.State.Set(new Notes { Text = "during" });
        await agent.RunAsync("go", session);
        store.OnCommit = null;

        Assert.Equal("during", session.State.Get<Notes>().Text);
        Assert.Equal("before", (await agent.GetSessionAsync("s")).State.Get<Notes>().Text);
        await agent.SaveSessionAsync(session);
        Assert.Equal("during", (await agent.GetSessionAsync("s")).State.Get<Notes>().Text);
    }

    [Fact]
    public async Task Only_what_changed_is_written()
    {
        var store = new InterceptedStore(new InMemorySessionStore());
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
        var session = await agent.GetSessionAsync("s");
        session.State.Set(new Notes { Text = "one" });
        session.State.Set(new Order("1"));
        await agent.RunAsync("go", session);
        Assert.Equal(["Notes", "Order"], store.Commits[^1].Turns[0].State.Select(value => value.Key));

        _ = session.State.Get<Notes>();
        _ = session.State.Get<Basket>();
        session.State.Set(new Order("2"));
        await agent.RunAsync("go", session);
        Assert.Equal(["Order"], store.Commits[^1].Turns[0].State.Select(value => value.Key));

        session.State.Clear<Order>();
        await agent.SaveSessionAsync(session);
        Assert.Equal(new StateValue("Order", 1, null), Assert.Single(store.Commits[^1].State));

        var commits = store.Commits.Count;
        await agent.SaveSessionAsync(session);
        Assert.Equal(commits, store.Commits.Count);
    }

    [Fact]
    public async Task A_turn_inside_a_turn_of_another_session_has_its_own_state()
    {
        var (agent, outer) = await StartAsync();
        var inner = await agent.CreateSessionAsync();
        _client.Answer(async (_, token) =>
        {
            outer.State.Set(new Notes { Text = "outer" });
            await agent.RunAsync("inner", inner, cancellationToken: token);
            Assert.Equal("outer", outer.State.Get<Notes>().Text);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"));
        });
        _client.Answer((_, _) =>
        {
            inner.State.Set(new Notes { Text = "inner" });
            Assert.Equal("outer", outer.State.Get<Notes>().Text);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")));
        });

        await agent.RunAsync("go", outer);

        Assert.Equal("outer", outer.State.Get<Notes>().Text);
        Assert.Equal("inner", inner.State.Get<Notes>().Text);
    }

    [Fact]
    public async Task A_flow_that_outlives_its_turn_is_outside_of_it()
    {
        var (agent, session) = await StartAsync();
        var go = new TaskCompletionSource();
        Task? late = null;
        _client.Answer((_, _) =>
        {
            late = Task.Run(async () =>
            {
                await go.Task;
                session.State.Set(new Notes { Text = "late" });
            }, CancellationToken.None);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")));
        });

        await agent.RunAsync("go", session);
        go.SetResult();
        await late!;

        Assert.Equal("late", session.State.Get<Notes>().Text);
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_throws_names_itself_and_stays_as_it_is()
    {
        var (agent, session) = await StartAsync();
        session.State.Set(new OtherNotes { Text = { ["a"] = "b" } });
        var saved = await agent.SerializeSessionAsync(session);
        var restored = await agent.DeserializeSessionAsync(saved);

        var error = Assert.Throws<SessionFormatException>(() => restored.State.Get<Notes>());

        Assert.Contains("State 'Notes' cannot be read as Sessions.Tests.Notes, at $.Text", error.Message, StringComparison.Ordinal);
        Assert.Equal("b", restored.State.Get<OtherNotes>().Text["a"]);
    }

    [Fact]
    public async Task A_value_of_newer_code_throws_on_access_and_stays_as_it_is()
    {
        var (agent, session) = await StartAsync();
        session.State.Set(new NewerNotes { Text = "new" });
        var restored = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));

        var error = Assert.Throws<SessionStateVersionException>(() => restored.State.Get<Notes>());
        Assert.Throws<SessionStateVersionException>(() => restored.State.Set(new Notes()));

        Assert.Equal((2, 1), (error.StoredVersion, error.SupportedVersion));
        var again = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(restored));
        Assert.Equal("new", again.State.Get<NewerNotes>().Text);
    }
}
