using System.Text.Json;
using Sessions.Agents;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Tests.History;

/// <summary>The key of a session of the framework.</summary>
public class SessionKeyTests
{
    private static readonly SessionKey Key = new("acme/é", "alice 42");
    private readonly Framework.AIAgent _agent = new Framework.ChatClientAgent(new EchoClient(), name: "Guide");

    [Fact]
    public async Task A_session_has_none_until_it_is_given_one()
    {
        var session = await _agent.CreateSessionAsync();
        Assert.Null(session.GetSessionKey());

        session.SetSessionKey(Key);

        Assert.Equal(Key, session.GetSessionKey());
    }

    [Fact]
    public async Task It_is_serialized_with_the_session_as_plain_json()
    {
        var session = await _agent.CreateSessionAsync();
        session.SetSessionKey(Key);

        var serialized = await _agent.SerializeSessionAsync(session);
        var resumed = await _agent.DeserializeSessionAsync(JsonDocument.Parse(serialized.GetRawText()).RootElement);
        var again = await _agent.DeserializeSessionAsync(await _agent.SerializeSessionAsync(resumed));

        var stored = serialized.GetProperty("stateBag").GetProperty("sessions.key");
        Assert.Equal(("acme/é", "alice 42"), (stored.GetProperty("tenant").GetString(), stored.GetProperty("id").GetString()));
        Assert.Equal(Key, resumed.GetSessionKey());
        Assert.Equal(Key, again.GetSessionKey());
    }

    [Fact]
    public async Task No_key_and_no_session_are_refused()
    {
        var session = await _agent.CreateSessionAsync();

        Assert.Throws<InvalidOperationException>(() => session.SetSessionKey(default));
        Assert.Throws<ArgumentNullException>(() => default(Framework.AgentSession)!.SetSessionKey(Key));
        Assert.Throws<ArgumentNullException>(() => default(Framework.AgentSession)!.GetSessionKey());
        Assert.Null(session.GetSessionKey());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("""{"tenant":"a"}""")]
    [InlineData("""{"tenant":"a","id":""}""")]
    [InlineData("""{"tenant":7,"id":"a"}""")]
    [InlineData("""{"tenant":"a","id":"\u0000"}""")]
    [InlineData("""["a","b"]""")]
    public async Task What_is_no_key_is_named_and_kept(string json)
    {
        var session = await _agent.DeserializeSessionAsync(JsonDocument.Parse("""{"stateBag":{"sessions.key":""" + json + "}}").RootElement);

        var failure = Assert.Throws<SessionFormatException>(() => session.GetSessionKey());

        Assert.Contains("SetSessionKey", failure.Message, StringComparison.Ordinal);
        Assert.Contains("sessions.key", session.StateBag.Serialize().GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_ours_has_its_own_and_takes_no_other()
    {
        var agent = new ScriptedModel().AsAIAgent(new ChatClientAgentOptions { Name = "Guide" }).AsAgentFrameworkAgent();
        var session = await agent.CreateSessionAsync();
        var own = session.GetService<AgentSession>()!.Key;

        Assert.Equal(own, session.GetSessionKey());
        session.SetSessionKey(own);
        var failure = Assert.Throws<InvalidOperationException>(() => session.SetSessionKey(Key));

        Assert.Contains(Key.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Equal(own, session.GetSessionKey());
        Assert.Equal(0, session.StateBag.Count);
    }
}
