using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Sessions.Agents;

namespace Sessions.Benchmarks;

/// <summary>The time to write a session as JSON and to read it, beside System.Text.Json on the same messages as a list.</summary>
internal static class DocumentTimes
{
    private const int WarmUp = 50;
    private const int Rounds = 201;
    private const int Messages = 1_000;

    private static readonly JsonTypeInfo<List<ChatMessage>> ListInfo =
        (JsonTypeInfo<List<ChatMessage>>)new JsonSerializerOptions(AIJsonUtilities.DefaultOptions) { WriteIndented = false }.GetTypeInfo(typeof(List<ChatMessage>));

    public static IEnumerable<Score> Measure() => [.. Measure("", callsTools: false, Talk.MessagesPerTurn), .. Measure(", half of them a tool's", callsTools: true, Talk.MessagesPerToolTurn)];

    private static IEnumerable<Score> Measure(string of, bool callsTools, int messagesPerTurn)
    {
        using var client = new TalkingChatClient(callsTools: callsTools);
        var agent = client.AsAIAgent(name: "Benchmark");
        var session = Talk.NewSession(agent, Messages, messagesPerTurn);
        var list = Talk.NewList(client, Messages, messagesPerTurn);
        yield return Save(of, agent, session, list);
        yield return Load(of, agent, session, list);
    }

    private static Score Save(string of, AIAgent agent, AgentSession session, List<ChatMessage> list)
    {
        const double MostTimes = 1.15;
        var buffer = new ArrayBufferWriter<byte>();
        var results = Contest.Run(WarmUp, Rounds,
        [
            new("Sessions", () => () => Write(agent, session, buffer)),
            new("STJ", () => () => Write(list, buffer)),
        ]);
        return Score.OfTimeRatio($"Saving {Table.Number(Messages)} messages{of}", results[0], results[1], MostTimes);
    }

    private static Score Load(string of, AIAgent agent, AgentSession session, List<ChatMessage> list)
    {
        const double MostTimes = 1.1;
        var (ours, theirs) = (Write(agent, session, new()), Write(list, new()));
        var results = Contest.Run(WarmUp, Rounds,
        [
            new("Sessions", () => () => Talk.Completed(agent.DeserializeSessionAsync(ours))),
            new("STJ", () => () => JsonSerializer.Deserialize(theirs.Span, ListInfo)),
        ]);
        return Score.OfTimeRatio($"Loading {Table.Number(Messages)} messages{of}", results[0], results[1], MostTimes);
    }

    private static ReadOnlyMemory<byte> Write(AIAgent agent, AgentSession session, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        Talk.Completed(WriteAsync());
        return buffer.WrittenMemory;

        async Task<int> WriteAsync()
        {
            await agent.SerializeSessionAsync(session, buffer);
            return buffer.WrittenCount;
        }
    }

    private static ReadOnlyMemory<byte> Write(List<ChatMessage> list, ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            JsonSerializer.Serialize(writer, list, ListInfo);
        }

        return buffer.WrittenMemory;
    }
}
