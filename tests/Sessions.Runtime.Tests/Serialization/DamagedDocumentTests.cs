using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Tests.Serialization;

/// <summary>Documents that were damaged give a session or a named error, however they are used.</summary>
public class DamagedDocumentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_damaged_document_gives_a_session_or_a_named_error_in_every_use(bool stored)
    {
        var agent = RichSession.Agent(store: null);
        var session = await RichSession.CreateAsync(store: null);
        var json = Encoding.UTF8.GetBytes((await agent.SerializeSessionAsync(session)).GetRawText());
        var count = TestScale.Of(10_000);
        var read = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var damaged = Damage.Of(json, new Random(seed));
            var reader = RichSession.Agent(stored ? new InMemorySessionStore() : null, maxTurns: seed % 3 == 0 ? 1 : null);
            try
            {
                await RichSession.TryAsync(async () =>
                {
                    var copy = damaged.ToArray();
                    var restored = await reader.DeserializeSessionAsync(damaged);
                    read++;
                    await RichSession.UseAsync(reader, restored);
                    Assert.Equal(copy, damaged);
                });
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {seed}: {exception}\n{Encoding.UTF8.GetString(damaged)}");
            }
        }

        Assert.InRange(read, count / 20, count * 9 / 10);
    }

    [Theory]
    [InlineData("inputHash", "\"AAAA\"", "The hash of its input is damaged")]
    [InlineData("messages", "[{\"role\":\"assistant\",\"contents\":[{\"$type\":\"data\",\"uri\":\"nope\"}]}]", "at 'messages'")]
    [InlineData("messages", "[{\"role\":\"assistant\",\"contents\":[{\"$type\":\"functionCall\",\"name\":\"f\"}]}]", "at 'messages'")]
    public async Task Members_of_a_turn_are_named(string member, string value, string reason)
    {
        var agent = RichSession.Agent(store: null);
        var json = JsonNode.Parse((await agent.SerializeSessionAsync(await RichSession.CreateAsync(store: null))).GetRawText())!;
        json["turns"]![1]![member] = JsonNode.Parse(value);

        var failure = await Assert.ThrowsAsync<SessionFormatException>(async () => await agent.DeserializeSessionAsync(Encoding.UTF8.GetBytes(json.ToJsonString())));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }
}
