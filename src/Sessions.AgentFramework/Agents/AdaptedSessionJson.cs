using System.Buffers;
using System.Text.Json;
using Framework = Microsoft.Agents.AI;

namespace Sessions.AgentFramework.Agents;

/// <summary>A session as the framework keeps it: our document, and what the framework has in its state bag.</summary>
internal static class AdaptedSessionJson
{
    private const string SessionName = "session";
    private const string BagName = "stateBag";

    public static JsonElement Write(JsonElement document, Framework.AgentSessionStateBag bag)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WritePropertyName(SessionName);
            document.WriteTo(json);
            if (bag.Count > 0)
            {
                json.WritePropertyName(BagName);
                bag.Serialize().WriteTo(json);
            }

            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = int.MaxValue });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Reads what was written.</summary>
    /// <exception cref="SessionFormatException">It is no such session.</exception>
    public static (JsonElement Document, Framework.AgentSessionStateBag Bag) Read(JsonElement serialized)
    {
        if (serialized.ValueKind != JsonValueKind.Object || !serialized.TryGetProperty(SessionName, out var document))
        {
            throw new SessionFormatException("The serialized session is not one of an agent of Sessions in Microsoft Agent Framework: it has no 'session'. What was given is unchanged; give the agent a session that it has serialized itself.");
        }

        return (document, serialized.TryGetProperty(BagName, out var bag) ? Framework.AgentSessionStateBag.Deserialize(bag) : new Framework.AgentSessionStateBag());
    }
}
