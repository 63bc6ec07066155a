using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Serialization;

public class SessionJsonTests
{
    private readonly QueuedAnswerClient _client = new();

    private ChatClientAgent Agent(string name = "A", SessionStore? store = null) =>
        _client.AsAIAgent(new ChatClientAgentOptions { Name = name, SessionStore = store });

    private async Task<JsonElement> SavedAsync()
    {
        var agent = Agent();
        var session = await agent.CreateSessionAsync(new SessionKey("tenant", "s"));
        await agent.RunAsync("one", session);
        session.State.Set(new Notes { Text = "ü", Count = 2 });
        return await agent.SerializeSessionAsync(session);
    }

    [Fact]
    public async Task A_session_goes_on_in_another_agent_of_the_same_name()
    {
        var saved = await SavedAsync();
        var agent = Agent();

        var session = await agent.DeserializeSessionAsync(saved);
        await agent.RunAsync("two", session);

        Assert.Equal(("tenant", "s", "A", 2), (session.Tenant, session.Id, session.AgentId, (int)session.Revision));
        Assert.Equal(["user: one", "assistant: answer 1", "user: two"], _client.Last.Texts);
        Assert.Equal(new Notes { Text = "ü", Count = 2 }, session.State.Get<Notes>());
    }

    [Fact]
    public async Task Every_kind_of_content_comes_back_as_it_was()
    {
        var agent = _client.Answer((_, _) => Task.FromResult(new ChatResponse(
        [
            new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("hm"), new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["x"] = 1.5, ["y"] = "z" })]) { AuthorName = "bot", MessageId = "m1" },
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", new[] { 1, 2 })]),
            new ChatMessage(ChatRole.Assistant, [new TextContent("done"), new UriContent("https://example.org/a.png", "image/png")]),
        ])
        { Usage = new() { InputTokenCount = 5 }, FinishReason = ChatFinishReason.Stop, ResponseId = "r" })).AsAIAgent(name: "A");
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync([new ChatMessage(ChatRole.User, [new TextContent("look"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")])], session);

        var saved = await agent.SerializeSessionAsync(session);
        var again = await agent.SerializeSessionAsync(await agent.DeserializeSessionAsync(saved));

        Assert.True(JsonElement.DeepEquals(saved, again), $"{saved}\n{again}");
        await agent.RunAsync("next", await agent.DeserializeSessionAsync(saved));
        var call = Assert.IsType<FunctionCallContent>(_client.Last.Messages[1].Contents[1]);
        Assert.Equal("z", call.Arguments!["y"]!.ToString());
        Assert.Equal(new byte[] { 1, 2, 3 }, Assert.IsType<DataContent>(_client.Last.Messages[0].Contents[1]).Data.ToArray());
    }

    [Fact]
    public async Task The_three_forms_are_the_same_bytes()
    {
        var agent = Agent();
        var session = await agent.DeserializeSessionAsync(await SavedAsync());

        var element = await agent.SerializeSessionAsync(session);
        var buffer = new ArrayBufferWriter<byte>();
        await agent.SerializeSessionAsync(session, buffer);
        using var stream = new MemoryStream();
        await agent.SerializeSessionAsync(session, stream);

        Assert.Equal(element.GetRawText(), Encoding.UTF8.GetString(buffer.WrittenSpan));
        Assert.Equal(buffer.WrittenSpan.ToArray(), stream.ToArray());
        stream.Position = 0;
        Assert.Equal("s", (await agent.DeserializeSessionAsync(stream)).Id);
        Assert.Equal("s", (await agent.DeserializeSessionAsync(buffer.WrittenMemory)).Id);
    }

    [Fact]
    public async Task Another_agents_session_is_refused_with_both_names()
    {
        var saved = await SavedAsync();

        var error = await Assert.ThrowsAsync<SessionMismatchException>(async () => await Agent("B").DeserializeSessionAsync(saved));

        Assert.Equal(("A", "B"), (error.OwnerId, error.AgentId));
        Assert.Contains("'tenant/s' belongs to agent 'A' and cannot be used with agent 'B'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_without_a_name_cannot_serialize()
    {
        var agent = _client.AsAIAgent();
        var session = await agent.CreateSessionAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.SerializeSessionAsync(session));

        Assert.Contains("Set Name or Id", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "its 'format' is missing")]
    [InlineData("{\"a\":1}", "its 'format' is missing")]
    [InlineData("[]", "a session is a JSON object")]
    [InlineData("null", "a session is a JSON object")]
    [InlineData("\"text\"", "a session is a JSON object")]
    [InlineData("{\"format\":\"other\"}", "its 'format' is 'other'")]
    [InlineData("{\"format\":\"sessions.session\",\"version\":2}", "format version 2, and this code reads version 1")]
    [InlineData("{\"format\":\"sessions.session\",\"version\":1}", "'id' is missing")]
    [InlineData("{\"format\":7}", "at 'format'")]
    [InlineData("", "")]
    [InlineData("{\"format\":\"sessions.session\"", "at 'format'")]
    [InlineData("not json", "near byte 0")]
    public async Task Foreign_data_is_refused_with_the_reason(string json, string reason)
    {
        var error = await Assert.ThrowsAsync<SessionFormatException>(async () => await Agent().DeserializeSessionAsync(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id", "\"\"", "'id' is missing or empty")]
    [InlineData("id", "\"a\\u0000b\"", "control character")]
    [InlineData("agentId", "null", "'agentId' is missing")]
    [InlineData("historyOwner", "\"nobody\"", "'nobody' is no history owner")]
    [InlineData("currentTurn", "9", "stands at turn 9")]
    [InlineData("createdAt", "\"yesterday\"", "at 'createdAt'")]
    [InlineData("turns", "{}", "the turns are a JSON array")]
    [InlineData("turns", "[{}]", "'id' is missing")]
    [InlineData("turns", "[{\"id\":\"t\"}]", "no Base64url of 16 bytes")]
    [InlineData("turns", "[{\"turnId\":\"t\"}]", "'at' is missing")]
    [InlineData("turns", "[{\"turnId\":\"t\",\"at\":-1}]", "near byte")]
    [InlineData("turns", "[{\"number\":0,\"turnId\":\"t\",\"at\":5}]", "Turn 0 does not follow turn 0")]
    [InlineData("turns", "[{\"messages\":{}}]", "at 'messages'")]
    [InlineData("turns", "[{\"messages\":[null]}]", "A message is null")]
    [InlineData("turns", "[{\"messages\":[{\"role\":\"user\",\"contents\":[null]}]}]", "Content 0 of a message is null")]
    [InlineData("turns", "[{\"messages\":[5]}]", "at 'messages'")]
    [InlineData("turns", "[{\"messages\":[{\"role\":\"user\",\"contents\":[{\"$type\":\"text\",\"text\":7}]}]}]", "at 'messages'")]
    [InlineData("turns", "[{\"messages\":[{\"role\":\" \",\"contents\":[{\"$type\":\"text\",\"text\":\"t\"}]}]}]", "at 'messages'")]
    [InlineData("state", "{\"Notes\":{\"version\":1}}", "'value' is missing")]
    [InlineData("state", "{\"Notes\":5}", "a state value is a JSON object")]
    public async Task Damaged_members_are_named(string member, string value, string reason)
    {
        var json = JsonNode.Parse((await SavedAsync()).GetRawText())!.AsObject();
        json[member] = JsonNode.Parse(value);

        var error = await Assert.ThrowsAsync<SessionFormatException>(async () => await Agent().DeserializeSessionAsync(Encoding.UTF8.GetBytes(json.ToJsonString())));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncated_data_is_refused_wherever_it_is_cut()
    {
        var bytes = Encoding.UTF8.GetBytes((await SavedAsync()).GetRawText());

        for (var length = 0; length < bytes.Length; length++)
        {
            await Assert.ThrowsAsync<SessionFormatException>(async () => await Agent().DeserializeSessionAsync(bytes.AsMemory(0, length)));
        }
    }

    [Fact]
    public async Task Changed_bytes_give_a_session_or_a_named_error_and_nothing_else()
    {
        var bytes = Encoding.UTF8.GetBytes((await SavedAsync()).GetRawText());
        var random = new Random(20260101);

        for (var i = 0; i < 2000; i++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                _ = await Agent().DeserializeSessionAsync(damaged);
            }
            catch (SessionException)
            {
            }
        }
    }

    [Fact]
    public async Task Deep_nesting_is_refused_and_does_not_exhaust_the_stack()
    {
        var deep = "{\"format\":" + new string('[', 100_000);

        await Assert.ThrowsAsync<SessionFormatException>(async () => await Agent().DeserializeSessionAsync(Encoding.UTF8.GetBytes(deep)));
    }

    [Fact]
    public async Task Members_that_are_not_known_are_passed_over_in_any_order()
    {
        var json = JsonNode.Parse((await SavedAsync()).GetRawText())!.AsObject();
        var reversed = new JsonObject(json.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())).Prepend(new("extra", new JsonArray(1, 2))));

        var session = await Agent().DeserializeSessionAsync(Encoding.UTF8.GetBytes(reversed.ToJsonString()));

        Assert.Equal("ü", session.State.Get<Notes>().Text);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("0123456789ABCDEF0123456789abcdef")]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef")]
    [InlineData(" 123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("tür \"1\"")]
    public async Task A_turns_id_comes_back_as_it_was_written(string id)
    {
        var json = JsonNode.Parse((await SavedAsync()).GetRawText())!.AsObject();
        var written = json["turns"]![0]!.AsObject();
        written.Remove("id");
        written["turnId"] = id;

        var session = await Agent().DeserializeSessionAsync(Encoding.UTF8.GetBytes(json.ToJsonString()));
        var again = await Agent().SerializeSessionAsync(session);

        var restored = await Agent().DeserializeSessionAsync(again);
        Assert.Equal(id, Assert.Single(await Agent().ReadTurnsAsync(restored).ToListAsync()).Record.Id);
    }

    [Fact]
    public async Task A_turns_times_come_back_to_the_tick()
    {
        DateTimeOffset began = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var json = JsonNode.Parse((await SavedAsync()).GetRawText())!.AsObject();
        json["turns"]![0]!["at"] = began.AddTicks(1234567).UtcTicks;
        json["turns"]![0]!["took"] = 10_000_001 - 1234567;

        var session = await Agent().DeserializeSessionAsync(Encoding.UTF8.GetBytes(json.ToJsonString()));
        var again = await Agent().DeserializeSessionAsync(await Agent().SerializeSessionAsync(session));

        var turn = Assert.Single(await Agent().ReadTurnsAsync(again).ToListAsync()).Record;
        Assert.Equal((began.AddTicks(1234567), began.AddTicks(10_000_001)), (turn.StartedAt, turn.CompletedAt));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (turn.StartedAt.Offset, turn.CompletedAt.Offset));
    }

    [Fact]
    public async Task Of_messages_that_a_turn_has_twice_the_last_count()
    {
        var json = (await SavedAsync()).GetRawText();
        var session = await Agent().DeserializeSessionAsync(Encoding.UTF8.GetBytes(json));
        var twice = json.Replace("\"messages\":[", "\"messages\":[{\"role\":\"user\",\"contents\":[{\"$type\":\"text\",\"text\":\"not this\"}]}],\"messages\":[", StringComparison.Ordinal);

        var restored = await Agent().DeserializeSessionAsync(Encoding.UTF8.GetBytes(twice));

        Assert.NotEqual(json, twice);
        Assert.Equal(await TextsAsync(session), await TextsAsync(restored));

        async Task<List<string>> TextsAsync(AgentSession read) => [.. (await Agent().ReadMessagesAsync(read).ToListAsync()).Select(MessageText.Of)];
    }

    [Fact]
    public async Task Every_turn_has_its_own_messages_again_and_the_history_goes_on()
    {
        var agent = Agent();
        var session = await agent.CreateSessionAsync();
        await agent.RunAsync("say", session);
        await RunAsync("call", new(ChatRole.Assistant, [new FunctionCallContent("c", "f")]), new(ChatRole.Tool, [new FunctionResultContent("c", 1)]), new(ChatRole.Assistant, "called"));
        await RunAsync("leave a call open", new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("open", "f")]));
        await agent.RunAsync("say", session);

        var restored = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));

        Assert.Equal(await TextsAsync(session), await TextsAsync(restored));
        await agent.RunAsync("go on", session);
        var expected = _client.Last.Texts;
        await agent.RunAsync("go on", restored);
        Assert.Equal(expected, _client.Last.Texts);

        Task RunAsync(string input, params ChatMessage[] answer)
        {
            _client.Answer((_, _) => Task.FromResult(new ChatResponse(answer)));
            return agent.RunAsync(input, session);
        }

        async Task<List<string>> TextsAsync(AgentSession read) =>
            [.. (await agent.ReadTurnsAsync(read).ToListAsync()).Select(turn => $"{turn.Record.Number}: {string.Join(", ", turn.Messages.Select(MessageText.Of))}")];
    }

    [Fact]
    public async Task A_document_restored_to_an_agent_with_a_store_is_stored_whole_with_the_next_turn()
    {
        var saved = await SavedAsync();
        var store = new InMemorySessionStore();
        var session = await Agent(store: store).DeserializeSessionAsync(saved);
        await Agent(store: store).RunAsync("two", session);

        var agent = Agent(store: store);
        var stored = await agent.GetSessionAsync(new SessionKey("tenant", "s"));
        await agent.RunAsync("three", stored);

        Assert.Equal(["user: one", "assistant: answer 1", "user: two", "assistant: answer 2", "user: three"], _client.Last.Texts);
        Assert.Equal("ü", stored.State.Get<Notes>().Text);
    }

    [Fact]
    public async Task A_stale_document_is_refused_where_the_store_has_gone_on()
    {
        var agent = Agent(store: new InMemorySessionStore());
        var session = await agent.GetSessionAsync("s");
        await agent.RunAsync("one", session);
        var saved = await agent.SerializeSessionAsync(session);
        var restored = await agent.DeserializeSessionAsync(saved);
        await agent.RunAsync("two", restored);

        var error = await Assert.ThrowsAsync<SessionConflictException>(async () => await agent.DeserializeSessionAsync(saved));

        Assert.Equal((1, 2), ((int)error.ExpectedRevision, (int)error.ActualRevision!));
    }

    [Fact]
    public async Task State_that_is_not_saved_yet_is_in_the_document_and_survives_the_store()
    {
        var agent = Agent(store: new InMemorySessionStore());
        var session = await agent.GetSessionAsync("s");
        session.State.Set(new Notes { Text = "stored" });
        session.State.Set(new Order("1"));
        await agent.RunAsync("one", session);
        session.State.Set(new Notes { Text = "not yet" });
        session.State.Clear<Order>();

        var restored = await agent.DeserializeSessionAsync(await agent.SerializeSessionAsync(session));
        await agent.SaveSessionAsync(restored);

        var loaded = await agent.GetSessionAsync("s");
        Assert.Equal("not yet", loaded.State.Get<Notes>().Text);
        Assert.False(loaded.State.TryGet<Order>(out _));
    }

    [Fact]
    public async Task State_of_a_session_without_turns_reaches_another_store()
    {
        var first = Agent(store: new InMemorySessionStore());
        var session = await first.GetSessionAsync("s");
        session.State.Set(new Notes { Text = "kept" });
        session.State.Set(new Order("1"));
        await first.SaveSessionAsync(session);
        var second = Agent(store: new InMemorySessionStore());

        var restored = await second.DeserializeSessionAsync(await first.SerializeSessionAsync(session));
        restored.State.Clear<Order>();
        restored.State.Set(new Tally { Count = 7 });
        await second.SaveSessionAsync(restored);

        var loaded = await second.GetSessionAsync("s");
        Assert.Equal(("kept", 7), (loaded.State.Get<Notes>().Text, loaded.State.Get<Tally>().Count));
        Assert.False(loaded.State.TryGet<Order>(out _));
    }
}
