using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.State;

/// <summary>State that was written by other versions of the code.</summary>
public class StateEvolutionTests
{
    private readonly QueuedAnswerClient _client = new();

    private async Task<(ChatClientAgent Agent, AgentSession Session)> WithStoredAsync(string key, int version, string json)
    {
        var store = new InMemorySessionStore();
        var agent = _client.AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = store });
        var head = new SessionHead { Key = new SessionKey("s"), AgentId = "A", Revision = 1, CreatedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch };
        await store.CommitAsync(new SessionCommit { ExpectedRevision = null, Head = head, State = [new StateValue(key, version, Encoding.UTF8.GetBytes(json))] });
        return (agent, await agent.GetSessionAsync("s"));
    }

    private static async Task<string> StoredJsonAsync(ChatClientAgent agent, string key) =>
        (await agent.GetSessionAsync("s")).State.TryGetJson(key, out var json) ? json.GetRawText() : "absent";

    [Theory]
    [InlineData(1, """{"First":"Ann","Last":"Lee"}""")]
    [InlineData(2, """{"Name":"Ann Lee"}""")]
    [InlineData(3, """{"FullName":"Ann Lee"}""")]
    public async Task Every_past_version_is_read_as_the_present_one(int version, string json)
    {
        var (_, session) = await WithStoredAsync("Person", version, json);

        Assert.Equal("Ann Lee", session.State.Get<Person>().FullName);
    }

    [Fact]
    public async Task A_migrated_value_is_written_when_it_changes_and_not_when_it_is_read()
    {
        var (agent, session) = await WithStoredAsync("Person", 1, """{"First":"Ann","Last":"Lee"}""");

        _ = session.State.Get<Person>();
        await agent.RunAsync("hi", session);
        Assert.Equal("""{"First":"Ann","Last":"Lee"}""", await StoredJsonAsync(agent, "Person"));

        session.State.Update<Person>(person => person with { FullName = "Ann Poe" });
        await agent.RunAsync("hi", session);
        Assert.Equal("""{"FullName":"Ann Poe"}""", await StoredJsonAsync(agent, "Person"));
    }

    [Fact]
    public async Task A_value_that_is_set_to_what_an_older_version_wrote_is_written_as_of_today()
    {
        var (agent, session) = await WithStoredAsync("Amount", 1, """{"Cents":5}""");
        Assert.Equal(500, session.State.Get<Amount>().Cents);

        session.State.Set(new Amount { Cents = 5 });
        await agent.SaveSessionAsync(session);
        Assert.Equal(5, (await agent.GetSessionAsync("s")).State.Get<Amount>().Cents);

        (agent, session) = await WithStoredAsync("Amount", 1, """{"Cents":5}""");
        session.State.Get<Amount>().Cents = 5;
        await agent.SaveSessionAsync(session);
        Assert.Equal(5, (await agent.GetSessionAsync("s")).State.Get<Amount>().Cents);
    }

    [Fact]
    public async Task A_step_that_is_missing_or_fails_is_named_and_the_value_stays()
    {
        var (agent, missing) = await WithStoredAsync("Person", -1, """{"a":1}""");
        var error = Assert.Throws<SessionFormatException>(() => missing.State.Get<Person>());
        Assert.StartsWith("State 'Person' could not be brought from version -1 to 0: ", error.Message, StringComparison.Ordinal);
        Assert.Equal("""{"a":1}""", await StoredJsonAsync(agent, "Person"));

        var (_, failing) = await WithStoredAsync("Person", 1, """{"First":7}""");
        error = Assert.Throws<SessionFormatException>(() => failing.State.Get<Person>());
        Assert.StartsWith("State 'Person' could not be brought from version 1 to 2: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_that_newer_code_has_written_survive_a_change_by_older_code()
    {
        const string Newer = """{"Count":1,"Mood":{"of":["newer","code"]},"Text":"a","x\u0079":null}""";
        var (agent, session) = await WithStoredAsync("Notes", 1, Newer);

        _ = session.State.Get<Notes>();
        await agent.RunAsync("hi", session);
        Assert.Equal(Newer, await StoredJsonAsync(agent, "Notes"));

        session.State.Update<Notes>(notes => notes with { Count = 2 });
        _client.Answer((_, _) =>
        {
            session.State.Update<Notes>(notes => notes with { Count = notes.Count + 1 });
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")));
        });
        await agent.RunAsync("hi", session);

        var expected = JsonNode.Parse("""{"Count":3,"Text":"a","Mood":{"of":["newer","code"]},"xy":null}""");
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(await StoredJsonAsync(agent, "Notes"))), await StoredJsonAsync(agent, "Notes"));

        session.State.Clear<Notes>();
        session.State.Set(new Notes { Text = "new" });
        await agent.SaveSessionAsync(session);
        Assert.Equal("""{"Text":"new","Count":0}""", await StoredJsonAsync(agent, "Notes"));
    }

    [Fact]
    public async Task An_untouched_slot_is_never_parsed_and_stays_the_same_bytes()
    {
        const string Odd = """{ "Count" : 1.0e0 ,"Text":"\u0061" }""";
        var (agent, session) = await WithStoredAsync("Unknown", 7, Odd);

        await agent.RunAsync("hi", session);
        var restored = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        await agent.RunAsync("hi", restored);

        Assert.Equal(Odd, await StoredJsonAsync(agent, "Unknown"));
    }

    [Fact]
    public async Task A_damaged_slot_can_be_cleared_and_a_newer_one_can_only_be_removed_on_purpose()
    {
        var (agent, damaged) = await WithStoredAsync("Notes", 1, "[1,2]");
        Assert.Throws<SessionFormatException>(() => damaged.State.Get<Notes>());
        Assert.True(damaged.State.Clear<Notes>());
        Assert.Equal(new Notes(), damaged.State.Get<Notes>());

        (agent, var newer) = await WithStoredAsync("Notes", 2, """{"Text":"newer"}""");
        Assert.Throws<SessionStateVersionException>(() => newer.State.Clear<Notes>());
        Assert.Throws<SessionStateVersionException>(() => newer.State.TryGet<Notes>(out _));
        Assert.True(newer.State.Remove("Notes"));
        Assert.Equal(new Notes(), newer.State.Get<Notes>());
        await agent.SaveSessionAsync(newer);
        Assert.Equal("absent", await StoredJsonAsync(agent, "Notes"));
    }

    [Fact]
    public async Task Slots_are_listed_and_read_without_a_type()
    {
        var (_, session) = await WithStoredAsync("Zebra", 1, """{"a":[1]}""");
        session.State.Set(new Notes { Text = "n" });
        session.State.Set(new Order("1"));
        session.State.Clear<Order>();
        _ = session.State.Get<Basket>();
        session.State.Set(new Cache { Value = new object() });

        Assert.Equal(["Notes", "Zebra"], session.State.Keys);
        Assert.True(session.State.TryGetJson("Zebra", out var zebra));
        Assert.Equal("""{"a":[1]}""", zebra.GetRawText());
        Assert.True(session.State.TryGetJson("Notes", out var notes));
        Assert.Equal("""{"Text":"n","Count":0}""", notes.GetRawText());
        Assert.False(session.State.TryGetJson("Order", out _));
        Assert.False(session.State.TryGetJson("Cache", out _));
        Assert.True(session.State.Remove("Zebra"));
        Assert.False(session.State.Remove("Zebra"));
        Assert.Equal(["Notes"], session.State.Keys);
    }

    [Fact]
    public async Task Transient_state_lives_in_the_session_object_alone()
    {
        var (agent, session) = await WithStoredAsync("Notes", 1, "{}");
        var cache = session.State.Get<Cache>();
        cache.Value = new object();
        await agent.RunAsync("hi", session);

        Assert.Same(cache, session.State.Get<Cache>());
        Assert.True(session.State.TryGet<Cache>(out _));
        Assert.False((await agent.GetSessionAsync("s")).State.TryGet<Cache>(out _));
        Assert.DoesNotContain("Cache", (await agent.SerializeSessionAsync(session)).GetRawText(), StringComparison.Ordinal);
        Assert.True(session.State.Clear<Cache>());
        Assert.False(session.State.TryGet<Cache>(out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transient_state_that_a_turn_assigns_goes_the_way_of_the_turn(bool fails)
    {
        var (agent, session) = await WithStoredAsync("Notes", 1, "{}");
        var before = new Cache();
        var inTurn = new Cache();
        session.State.Set(before);
        _client.Answer((_, _) =>
        {
            Assert.Same(before, session.State.Get<Cache>());
            session.State.Set(inTurn);
            return fails ? throw new HttpRequestException("down") : Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")));
        });

        await Record.ExceptionAsync(() => agent.RunAsync("hi", session));

        Assert.Same(fails ? before : inTurn, session.State.Get<Cache>());
    }

    [Fact]
    public async Task Transient_state_that_a_turn_clears_is_cleared_with_the_turn()
    {
        var (agent, session) = await WithStoredAsync("Notes", 1, "{}");
        session.State.Set(new Cache());
        _client.Answer((_, _) =>
        {
            Assert.True(session.State.Clear<Cache>());
            Assert.False(session.State.TryGet<Cache>(out _));
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")));
        });

        await agent.RunAsync("hi", session);

        Assert.False(session.State.TryGet<Cache>(out _));
    }
}
