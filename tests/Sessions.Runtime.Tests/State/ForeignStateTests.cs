using System.Text.Json;
using Sessions.Agents;

namespace Sessions.Tests.State;

/// <summary>JSON that is put into slots, and what is read of that which another serializer has written.</summary>
public class ForeignStateTests
{
    private const string Foreign = """{"name":"Ann","weather":"rain","feared":7,"forecast":["Snow",1],"odds":{"rain":3,"7":2},"first":{"place":"Hut","WEATHER":"Snow"},"mood":"full-of-joy","future":42}""";

    private readonly ChatClientAgent _agent = new QueuedAnswerClient().AsAIAgent(new ChatClientAgentOptions { Name = "A", SessionStore = new InMemorySessionStore() });

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private async Task<SessionState> WithAsync(string key, string json, int version = 0)
    {
        var session = await _agent.CreateSessionAsync();
        session.State.SetJson(key, Json(json), version);
        return session.State;
    }

    private static string? Text(SessionState state, string key, out int version) => state.TryGetJson(key, out var json, out version) ? json.GetRawText() : null;

    [Fact]
    public async Task Names_are_read_without_regard_to_case_and_enums_as_text_or_number()
    {
        var state = await WithAsync("Outing", Foreign);

        var outing = state.Get<Outing>();

        Assert.Equal(("Ann", Weather.Rain, Weather.Snow, Mood.Joyful), (outing.UserName, outing.Weather, outing.Feared, outing.Mood));
        Assert.Equal([Weather.Snow, Weather.Rain], outing.Forecast);
        Assert.Equal([(Weather.Rain, 3), (Weather.Snow, 2)], outing.Odds.Select(odds => (odds.Key, odds.Value)));
        Assert.Equal(new Stop("Hut", Weather.Snow), outing.First);
    }

    [Fact]
    public async Task It_becomes_the_types_own_JSON_once_it_changes_with_what_the_type_does_not_know()
    {
        var state = await WithAsync("Outing", """{"name":"Ann","weather":"Rain","future":42}""");
        state.Update<Outing>(outing => outing with { Weather = Weather.Snow });

        Assert.Equal("""{"UserName":"Ann","Weather":7,"Feared":null,"Forecast":null,"Odds":null,"First":null,"Mood":"Calm","future":42}""", Text(state, "Outing", out var version));
        Assert.Equal(2, version);
    }

    [Fact]
    public async Task A_version_of_our_own_is_read_by_our_own_names_where_it_has_one_of_them()
    {
        var state = await WithAsync("Outing", """{"weather":"Rain","UserName":"Ann"}""", version: 1);

        Assert.Null(state.Get<Outing>().UserName);
        Assert.Equal(Weather.Fair, state.Get<Outing>().Weather);
    }

    [Theory]
    [InlineData("""{"userName":"Ann","weather":"Rain"}""")]
    [InlineData("""{"UserName":"Ann","Weather":"Rain"}""")]
    public async Task A_version_of_our_own_that_another_serializer_has_rewritten_is_read_as_what_it_wrote(string json)
    {
        var state = await WithAsync("Outing", json, version: 2);

        Assert.Equal(("Ann", Weather.Rain), (state.Get<Outing>().UserName, state.Get<Outing>().Weather));
    }

    [Fact]
    public async Task Names_that_only_case_tells_apart_are_read_as_they_are()
    {
        var state = await WithAsync("Twins", """{"Name":"a","name":"b","Weather":"Rain"}""");

        Assert.Equal(new Twins { Name = "a", Other = "b", Weather = Weather.Rain }, state.Get<Twins>());
    }

    [Theory]
    [InlineData("""{"weather":"Hail"}""", "$.weather")]
    [InlineData("""{"weather":1.5}""", "$.weather")]
    [InlineData("""{"forecast":[true]}""", "$.forecast[0]")]
    [InlineData("""{"odds":{"Hail":1}}""", "$.odds")]
    public async Task What_is_neither_a_name_nor_a_number_is_named(string json, string path)
    {
        var state = await WithAsync("Outing", json);

        var error = Assert.Throws<SessionFormatException>(() => state.Get<Outing>());

        Assert.StartsWith($"State 'Outing' cannot be read as Sessions.Tests.Outing, at {path}", error.Message, StringComparison.Ordinal);
        Assert.Equal(json, Text(state, "Outing", out _));
    }

    [Fact]
    public async Task A_slot_in_use_as_a_type_reads_what_was_put_there()
    {
        var session = await _agent.CreateSessionAsync();
        var notes = session.State.Get<Notes>();
        session.State.Set(notes with { Text = "old" });

        session.State.SetJson("Notes", Json("""{"text":"new","count":2}"""));

        Assert.Equal(new Notes { Text = "new", Count = 2 }, session.State.Get<Notes>());
        Assert.Equal(["Notes"], session.State.Keys);
        Assert.True(session.State.Remove("Notes"));
        Assert.False(session.State.TryGetJson("Notes", out _, out _));
    }

    [Fact]
    public async Task It_is_stored_and_serialized_with_its_version()
    {
        var session = await _agent.CreateSessionAsync("s");
        session.State.SetJson("Notes", Json("""{"text":"a"}"""));
        session.State.SetJson("Unknown", Json("[ 1, 2 ]"), version: 7);
        await _agent.SaveSessionAsync(session);

        var stored = await _agent.GetSessionAsync("s");
        var restored = await _agent.DeserializeSessionAsync(await _agent.SerializeSessionAsync(stored));

        foreach (var state in new[] { stored.State, restored.State })
        {
            Assert.Equal(("""{"text":"a"}""", 0), (Text(state, "Notes", out var version), version));
            Assert.Equal(("[1,2]", 7), (Text(state, "Unknown", out version), version));
            Assert.Equal("a", state.Get<Notes>().Text);
        }
    }

    [Fact]
    public async Task What_cannot_be_a_value_is_refused()
    {
        var session = await _agent.CreateSessionAsync();
        session.State.Set(new Cache());

        Assert.Contains("Remove empties the slot", Assert.Throws<ArgumentException>(() => session.State.SetJson("Notes", Json("null"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => session.State.SetJson("Notes", default));
        Assert.Throws<ArgumentOutOfRangeException>(() => session.State.SetJson("Notes", Json("1"), -1));
        Assert.Contains("Sessions.Tests.Cache", Assert.Throws<InvalidOperationException>(() => session.State.SetJson("Cache", Json("{}"))).Message, StringComparison.Ordinal);
        var deep = JsonDocument.Parse(new string('[', 300) + new string(']', 300), new JsonDocumentOptions { MaxDepth = 300 }).RootElement;
        Assert.StartsWith("The JSON for state 'Notes' cannot be stored", Assert.Throws<SessionFormatException>(() => session.State.SetJson("Notes", deep)).Message, StringComparison.Ordinal);
        Assert.Empty(session.State.Keys);
    }
}
