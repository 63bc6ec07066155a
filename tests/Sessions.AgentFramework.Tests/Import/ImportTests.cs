using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.Import;

/// <summary>Sessions of the framework's agent, taken over into one of ours.</summary>
public sealed class ImportTests
{
    private static readonly SessionKey Key = new("acme", "alice-42");

    private readonly InMemorySessionStore _store = new();
    private readonly ScriptedModel _model = new(request => ModelAnswer.Of($"re {request.Messages[^1].Text}"));

    private ChatClientAgent NewAgent(SessionStore? store = null) => _model.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = store });

    [Fact]
    public async Task No_message_of_a_thousand_sessions_is_lost()
    {
        var agent = NewAgent(_store);
        for (var seed = 0; seed < TestScale.Of(1_000); seed++)
        {
            var made = await FrameworkSessions.MakeAsync(seed);

            var import = await agent.ImportAgentFrameworkSessionAsync(made.Serialized, new SessionKey($"s{seed}"));
            var resumed = (await NewAgent(_store).FindSessionAsync(new SessionKey($"s{seed}")))!;

            Assert.Equal(made.Messages.Select(Json), (await agent.ReadMessagesAsync(resumed).ToListAsync()).Select(Json));
            Assert.Equal(made.TurnCount, (await agent.ReadTurnsAsync(resumed).ToListAsync()).Count);
            Assert.Equal((made.Messages.Count, made.TurnCount), (import.MessageCount, import.TurnCount));
            Assert.Equal(made.Visits is { } count ? new Visits { Count = count, Nickname = $"n{seed}" } : new Visits(), resumed.GetVisits());
            Assert.Empty(import.Issues);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_kind_of_content_comes_over(bool asAnswer)
    {
        foreach (var kind in ContentFiller.Kinds)
        {
            var history = new Framework.InMemoryChatHistoryProvider();
            var theirs = _model.AsFrameworkAgent(new() { ChatHistoryProvider = history });
            var session = await theirs.CreateSessionAsync();
            history.SetMessages(session, [new(ChatRole.User, "one"), new(asAnswer ? ChatRole.Assistant : ChatRole.User, [ContentFiller.Create(kind)])]);
            var serialized = await theirs.SerializeSessionAsync(session);
            var agent = NewAgent();

            var import = await agent.ImportAgentFrameworkSessionAsync(serialized, Key);

            Assert.Equal(history.GetMessages(await theirs.DeserializeSessionAsync(serialized)).Select(Json), (await agent.ReadMessagesAsync(import.Session).ToListAsync()).Select(Json));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_conversation_goes_on(bool isStored)
    {
        var theirs = new ScriptedModel(request => request.Messages[^1].Role == ChatRole.User && request.Number == 0 ? ModelAnswer.Nothing.Call("c1", "now") : ModelAnswer.Of($"re {request.Number}"))
            .AsFrameworkAgent(new() { ChatOptions = new() { Tools = [AIFunctionFactory.Create(() => "12:00", "now")] } });
        var session = await theirs.CreateSessionAsync();
        await theirs.RunAsync("one", session);
        await theirs.RunAsync("two", session);
        var agent = NewAgent(isStored ? _store : null);

        var import = await agent.ImportAgentFrameworkSessionAsync(await theirs.SerializeSessionAsync(session), Key);
        await agent.RunAsync("three", isStored ? (await NewAgent(_store).FindSessionAsync(Key))! : import.Session);

        Assert.Equal(["user: one", "assistant: now#c1", "tool: #c1=12:00", "assistant: re 1", "user: two", "assistant: re 2", "user: three"], _model.Log.Last.Texts);
        Assert.Equal(Key, import.Session.Key);
        Assert.Equal("Guide", import.Session.AgentId);
        var turns = await agent.ReadTurnsAsync(isStored ? (await agent.FindSessionAsync(Key))! : import.Session).ToListAsync();
        Assert.Equal([4, 2, 2], turns.Select(turn => turn.Messages.Count));
        Assert.Equal(3, turns.Select(turn => turn.Record.Id).Distinct().Count());
        Assert.All(turns, turn => Assert.Equal(1, turn.Record.InputCount));
    }

    [Fact]
    public async Task It_is_in_a_database_at_once()
    {
        var path = Path.Combine(Path.GetTempPath(), $"import-{Guid.NewGuid():N}.db");
        try
        {
            var made = await FrameworkSessions.MakeAsync(5);
            await using (var store = new SqliteSessionStore($"Data Source={path}"))
            {
                await NewAgent(store).ImportAgentFrameworkSessionAsync(made.Serialized, Key);
            }

            await using var again = new SqliteSessionStore($"Data Source={path}");
            var agent = NewAgent(again);
            Assert.Equal(made.Messages.Select(Json), (await agent.ReadMessagesAsync((await agent.FindSessionAsync(Key))!).ToListAsync()).Select(Json));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task State_is_typed_and_of_every_turn()
    {
        var agent = NewAgent(_store);
        var serialized = Parse("""
            {"stateBag":{"Visits":{"Count":3,"Nickname":"Al","Later":true},"Visits.$version":1,"notes":["a","b"],"loose.$version":7,"gone":null,"text":"x",
            "InMemoryChatHistoryProvider":{"messages":[{"role":"user","contents":[{"$type":"text","text":"one"}]},{"role":"assistant","contents":[{"$type":"text","text":"two"}]},{"role":"user","contents":[]}]}}}
            """);

        var import = await agent.ImportAgentFrameworkSessionAsync(serialized, Key);
        var session = (await agent.FindSessionAsync(Key))!;

        Assert.Equal(["Visits", "loose.$version", "notes", "text"], import.StateKeys);
        Assert.Equal(import.StateKeys, session.State.Keys);
        Assert.Equal(new Visits { Count = 3, Nickname = "Al" }, session.GetVisits());
        Assert.True(session.State.TryGetJson("Visits", out var visits, out var version));
        Assert.Equal((1, true), (version, visits.GetProperty("Later").GetBoolean()));
        Assert.True(session.State.TryGetJson("text", out var text, out version));
        Assert.Equal((0, "x"), (version, text.GetString()));
        await agent.RewindSessionAsync(session, 0);
        Assert.Equal(3, session.GetVisits().Count);
        Assert.Empty(import.Issues);
    }

    [Fact]
    public async Task A_session_whose_history_the_service_keeps_goes_on_there()
    {
        var theirs = new ScriptedModel(ModelAnswer.Of("re").In("svc-1")).AsFrameworkAgent();
        var session = await theirs.CreateSessionAsync();
        await theirs.RunAsync("one", session);
        var model = new ScriptedModel(ModelAnswer.Of("again").In("svc-1"));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = _store });

        var import = await agent.ImportAgentFrameworkSessionAsync(await theirs.SerializeSessionAsync(session), Key);
        var response = await agent.RunAsync("two", (await agent.FindSessionAsync(Key))!);

        Assert.Equal("svc-1", import.Session.ServiceSessionId);
        Assert.Equal(("svc-1", "user: two"), (model.Log.Last.Options?.ConversationId, Assert.Single(model.Log.Last.Texts)));
        Assert.Empty(response.Issues);
    }

    [Fact]
    public async Task Messages_beside_a_services_history_are_kept_and_named()
    {
        var model = new ScriptedModel(ModelAnswer.Of("again").In("svc-1"));
        var agent = model.AsAIAgent(new ChatClientAgentOptions { Name = "Guide", SessionStore = _store });

        var import = await agent.ImportAgentFrameworkSessionAsync(Parse("""{"conversationId":"svc-1","stateBag":{"InMemoryChatHistoryProvider":{"messages":[{"role":"user","contents":[{"$type":"text","text":"one"}]}]}}}"""), Key);
        await agent.RunAsync("two", import.Session);

        Assert.Equal("conversationId", Assert.Single(import.Issues).Path);
        Assert.Equal("one", (await agent.ReadMessagesAsync(import.Session).FirstAsync()).Text);
        Assert.Equal(["user: two"], model.Log.Last.Texts);
    }

    [Theory]
    [InlineData("""{"conversationId":"_agent_local_chat_history","stateBag":{"InMemoryChatHistoryProvider":HISTORY}}""")]
    [InlineData("""{"conversationId":null,"chatHistoryProviderState":HISTORY,"aiContextProviderState":null}""")]
    [InlineData("""{"storeState":HISTORY}""")]
    [InlineData("""{"conversationId":"","stateBag":{"mine":HISTORY}}""")]
    public async Task Other_shapes_of_a_local_history_are_read(string json)
    {
        var agent = NewAgent(_store);
        const string History = """{"messages":[{"role":"user","contents":[{"$type":"text","text":"one"}]},{"role":"assistant","contents":[{"$type":"text","text":"two"}]}]}""";

        var import = await agent.ImportAgentFrameworkSessionAsync(Parse(json.Replace("HISTORY", History, StringComparison.Ordinal)), Key, json.Contains("mine", StringComparison.Ordinal) ? "mine" : null);
        await agent.RunAsync("three", import.Session);

        Assert.Equal(["user: one", "assistant: two", "user: three"], _model.Log.Last.Texts);
        Assert.Null(import.Session.ServiceSessionId);
        Assert.Empty(import.Issues);
    }

    [Fact]
    public async Task What_has_no_place_is_listed()
    {
        var import = await NewAgent(_store).ImportAgentFrameworkSessionAsync(
            Parse("""{"stateBag":{"sessions.key":{"tenant":"other","id":"bob"}},"aiContextProviderState":{"a":1},"owner":"bob"}"""), Key);

        Assert.Equal(["stateBag.sessions.key", "aiContextProviderState", "owner"], import.Issues.Select(issue => issue.Path));
        Assert.Contains("'other/bob'", import.Issues[0].ToString(), StringComparison.Ordinal);
        Assert.Empty(import.StateKeys);
    }

    [Fact]
    public async Task An_empty_session_comes_over_and_its_key_is_no_issue()
    {
        var theirs = _model.AsFrameworkAgent();
        var session = await theirs.CreateSessionAsync();
        session.SetSessionKey(Key);
        var agent = NewAgent(_store);

        var import = await agent.ImportAgentFrameworkSessionAsync(await theirs.SerializeSessionAsync(session), Key);

        Assert.Empty(import.Issues);
        Assert.NotNull(await agent.FindSessionAsync(Key));
        Assert.Equal("re hi", (await agent.RunAsync("hi", import.Session)).Text);
    }

    [Fact]
    public async Task A_session_that_is_there_is_neither_replaced_nor_another_agents()
    {
        var serialized = (await FrameworkSessions.MakeAsync(5)).Serialized;
        var agent = NewAgent(_store);
        await agent.ImportAgentFrameworkSessionAsync(serialized, Key);
        var before = await _store.LoadAsync(Key);

        await Assert.ThrowsAsync<SessionExistsException>(async () => await agent.ImportAgentFrameworkSessionAsync(serialized, Key));
        var other = _model.AsAIAgent(new ChatClientAgentOptions { Name = "Other", SessionStore = _store });
        await Assert.ThrowsAsync<SessionMismatchException>(async () => await other.ImportAgentFrameworkSessionAsync(serialized, Key));

        Assert.Equal(before!.Head, (await _store.LoadAsync(Key))!.Head);
    }

    [Fact]
    public async Task Of_imports_at_once_one_is_there()
    {
        var serialized = (await FrameworkSessions.MakeAsync(5)).Serialized;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            try
            {
                await NewAgent(new AnotherProcess(_store)).ImportAgentFrameworkSessionAsync(serialized, Key);
                return true;
            }
            catch (SessionExistsException)
            {
                return false;
            }
        })));

        Assert.Single(outcomes, isMade => isMade);
    }

    [Theory]
    [InlineData("5", "Number")]
    [InlineData("null", "Null")]
    [InlineData("{}", "neither 'conversationId' nor 'stateBag'")]
    [InlineData("""{"tenant":"","sessionId":"alice-42","agent":"Guide","revision":2}""", "SerializeSessionAsync")]
    [InlineData("""{"session":{},"stateBag":{}}""", "DeserializeSessionAsync")]
    [InlineData("""{"conversationId":5}""", "at 'conversationId'")]
    [InlineData("""{"stateBag":[]}""", "at 'stateBag'")]
    [InlineData("""{"stateBag":{"InMemoryChatHistoryProvider":[]}}""", "at 'stateBag.InMemoryChatHistoryProvider'")]
    [InlineData("""{"stateBag":{"InMemoryChatHistoryProvider":{"messages":{}}}}""", "at 'stateBag.InMemoryChatHistoryProvider'")]
    [InlineData("""{"stateBag":{"InMemoryChatHistoryProvider":{"messages":[{"role":"user"},null]}}}""", "messages[1]")]
    [InlineData("""{"stateBag":{"InMemoryChatHistoryProvider":{"messages":[{"role":"user","contents":[null]}]}}}""", "messages[0]")]
    [InlineData("""{"stateBag":{"InMemoryChatHistoryProvider":{"messages":[{"role":"user","contents":[{"$type":"unheard-of"}]}]}}}""", "messages[0]")]
    [InlineData("""{"stateBag":{"InMemoryChatHistoryProvider":{"messages":[{"role":"user","contents":[{"$type":"uri","uri":5}]}]}}}""", "messages[0]")]
    [InlineData("""{"stateBag":{"text":"\ud800"}}""", "text")]
    [InlineData("""{"stateBag":{"\ud800":1}}""", "stateBag")]
    [InlineData("""{"stateBag":{"InMemoryChatHistoryProvider":{"messages":[{"role":"user","contents":[{"$type":"text","text":"\ud800"}]}]}}}""", "messages[0]")]
    [InlineData("""{"stateBag":{"InMemoryChatHistoryProvider":{"messages":[{"role":"user"},{"role":"user","additionalProperties":{"a":["\ud800"]}}]}}}""", "messages[1]")]
    public async Task What_is_no_session_is_refused_by_words_and_leaves_nothing(string json, string expected)
    {
        var failure = await Assert.ThrowsAsync<SessionFormatException>(async () => await NewAgent(_store).ImportAgentFrameworkSessionAsync(Parse(json), Key));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Null(await _store.LoadAsync(Key));
    }

    [Fact]
    public async Task Deep_and_undefined_json_is_refused()
    {
        var deep = Parse("""{"stateBag":{"deep":""" + new string('[', 5000) + new string(']', 5000) + "}}", new JsonDocumentOptions { MaxDepth = 10_000 });
        var deepMessage = Parse("""{"stateBag":{"InMemoryChatHistoryProvider":{"messages":[{"role":"user","additionalProperties":{"a":""" + new string('[', 5000) + new string(']', 5000) + "}}]}}}", new JsonDocumentOptions { MaxDepth = 10_000 });

        foreach (var json in new[] { default, deep, deepMessage })
        {
            await Assert.ThrowsAsync<SessionFormatException>(async () => await NewAgent(_store).ImportAgentFrameworkSessionAsync(json, Key));
        }

        Assert.Null(await _store.LoadAsync(Key));
    }

    [Fact]
    public async Task Damaged_sessions_are_refused_or_read_and_nothing_else()
    {
        var whole = (await FrameworkSessions.MakeAsync(3)).Serialized.GetRawText();
        var random = new Random(1);
        for (var i = 0; i < TestScale.Of(5_000); i++)
        {
            var bytes = Encoding.UTF8.GetBytes(whole);
            bytes[random.Next(bytes.Length)] = (byte)"{}[]\",:0anull\\ "[random.Next(15)];
            JsonElement json;
            try
            {
                json = Parse(Encoding.UTF8.GetString(bytes));
            }
            catch (JsonException)
            {
                continue;
            }

            try
            {
                await NewAgent().ImportAgentFrameworkSessionAsync(json, Key);
            }
            catch (SessionFormatException)
            {
            }
        }
    }

    [Fact]
    public async Task Times_of_messages_become_those_of_turns()
    {
        var serialized = Parse("""
            {"stateBag":{"InMemoryChatHistoryProvider":{"messages":[
            {"role":"user","contents":[]},{"role":"assistant","createdAt":"2025-03-01T10:00:00+00:00","contents":[]},
            {"role":"user","createdAt":"2025-02-01T10:00:00+00:00","contents":[]},{"role":"assistant","contents":[]},
            {"role":"user","createdAt":"9999-12-31T10:00:00+00:00","contents":[]}]}}}
            """);
        var agent = NewAgent();

        var turns = await agent.ReadTurnsAsync((await agent.ImportAgentFrameworkSessionAsync(serialized, Key)).Session).ToListAsync();

        Assert.Equal(new DateTimeOffset(2025, 3, 1, 10, 0, 0, TimeSpan.Zero), turns[0].Record.StartedAt);
        Assert.Equal(turns[0].Record.StartedAt, turns[1].Record.StartedAt);
        Assert.InRange(turns[2].Record.StartedAt, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task An_agent_that_nobody_knows_elsewhere_is_refused()
    {
        var agent = _model.AsAIAgent(new ChatClientAgentOptions());

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await agent.ImportAgentFrameworkSessionAsync(Parse("""{"stateBag":{}}"""), Key));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await NewAgent().ImportAgentFrameworkSessionAsync(Parse("""{"stateBag":{}}"""), default));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await default(AIAgent)!.ImportAgentFrameworkSessionAsync(Parse("""{"stateBag":{}}"""), Key));
    }

    private static JsonElement Parse(string json, JsonDocumentOptions options = default) => JsonDocument.Parse(json, options).RootElement;

    /// <summary>A message as JSON, without what the framework marks its source with.</summary>
    private static string Json(ChatMessage message)
    {
        var json = JsonSerializer.SerializeToNode(message, AIJsonUtilities.DefaultOptions)!.AsObject();
        if (json["additionalProperties"] is JsonObject properties && properties.Remove("_attribution") && properties.Count == 0)
        {
            json.Remove("additionalProperties");
        }

        return json.ToJsonString();
    }
}
